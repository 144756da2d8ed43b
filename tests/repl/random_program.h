#pragma once
// Random programs of cells, as a model might write them: they build on each other's variables, functions, generators and
// random numbers, and ask questions. Deterministic for a seed. Nothing in them depends on clocks, threads or addresses.
#include <functional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace rlmscope::test {

class RandomProgram {
public:
    explicit RandomProgram(std::uint64_t seed) : m_random(seed) {}

    std::vector<std::string> cells() {
        std::vector<std::string> out(6 + pick(9));
        for (auto& cell : out) {
            cell = "import random, json, math, collections, itertools, functools, re, asyncio\n";
            for (std::size_t i = 1 + pick(5); i > 0; --i) cell += statement() + "\n";
            if (pick(6) == 0) cell += failure() + "\n";
            if (pick(4) == 0) cell += "len(globals())"; // shown, as a notebook does
        }
        return out;
    }
    /// Prints everything that the state of a REPL is made of.
    static std::string look() {
        return "import random\n"
               "def _shown(v):\n"
               "    return list(v) if isinstance(v, set) else repr(v)\n"
               "for _n in sorted(k for k in globals() if k[0] in 'ldsioabjtx' and k[1:].isdigit()):\n"
               "    print(_n, type(globals()[_n]).__name__, _shown(globals()[_n]))\n"
               "for _n in sorted(k for k in globals() if k[0] == 'g' and k[1:].isdigit()):\n"
               "    print(_n, [next(globals()[_n], None) for _ in range(3)])\n"
               "for _n in sorted(k for k in globals() if k[0] == 'c' and k[1:].isdigit()):\n"
               "    print(_n, globals()[_n](), globals()[_n](2))\n"
               "print(random.random(), random.sample(range(100), 5), hash('word'), list({'p', 'q', 'r', 's'}))\n"
               "print(answer)\n";
    }

    std::size_t pick(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(m_random); }

private:
    std::string number(std::size_t n = 100) { return std::to_string(pick(n)); }
    /// A variable of this kind that exists, else an expression that makes one.
    std::string some(char kind, const std::string& otherwise) {
        const auto& names = m_names[static_cast<unsigned char>(kind)];
        if (names.empty()) return otherwise;
        return *std::next(names.begin(), static_cast<std::ptrdiff_t>(pick(names.size())));
    }
    std::string fresh(char kind) {
        std::string name = kind + std::to_string(pick(5)); // a few names, so that they are written again
        m_names[static_cast<unsigned char>(kind)].insert(name);
        return name;
    }
    std::string list() { return some('l', "[3, 1, 2]"); }
    std::string dict() { return some('d', "{'k': 1}"); }
    std::string words() { return "'the quick brown fox jumps over a lazy dog and runs on'.split()"; }

    std::string statement() {
        switch (pick(10)) {
        case 0:
        case 1: return data();
        case 2:
        case 3: return change();
        case 4: return code();
        case 5:
        case 6: return question();
        case 7: return library();
        default: return output();
        }
    }
    std::string data() {
        switch (pick(8)) {
        case 0: return fresh('i') + " = random.randint(0, 10**" + number(30) + ")";
        case 1: return fresh('l') + " = [random.random() for _ in range(" + number(40) + ")]";
        case 2: return fresh('l') + " = sorted(random.choices(" + words() + ", k=" + number(20) + "))";
        case 3: return fresh('d') + " = {w: random.randint(0, 9) for w in " + words() + "}";
        case 4: return fresh('s') + " = set(random.choices(" + words() + ", k=8)) | {'w" + number() + "'}";
        case 5: return fresh('t') + " = (" + list() + ", " + number() + ", None, 'ä😀\\n')";
        case 6: return fresh('x') + " = random.Random(" + number() + ").random() + " + some('i', "7");
        default: return fresh('d') + " = {i: {'n': i, 'w': [w for w in " + words() + " if len(w) == i]} for i in range(" + number(6) + ")}";
        }
    }
    std::string change() {
        switch (pick(8)) {
        case 0: return list() + ".append(" + some('i', number()) + ")";
        case 1: return fresh('l') + " = " + list() + "\n" + list() + ".extend(['same', 'list'])";
        case 2: return dict() + "[str(random.random())[:6]] = " + list() + "[:2]";
        case 3: return some('s', "{1}") + ".add('a" + number() + "')";
        case 4: return "random.shuffle(" + list() + ")";
        case 5: {
            const std::string name = some('l', "");
            if (name.empty()) return "pass";
            m_names['l'].erase(name);
            return "del " + name;
        }
        case 6: return "for w in " + some('s', "{'m', 'n'}") + ":\n    print(w, end=' ')\nprint()";
        default: return "random.seed(" + number() + ")";
        }
    }
    std::string code() {
        const std::string k = number(4);
        switch (pick(7)) {
        case 0: return "def make" + k + "(n):\n    def step(by=1):\n        nonlocal n\n        n += by\n        return n\n    return step\n" +
                       fresh('c') + " = make" + k + "(" + number() + ")";
        case 1: return "class K" + k + ":\n    made = 0\n    def __init__(self, v):\n        self.v = v\n        K" + k +
                       ".made += 1\n    def __repr__(self):\n        return f'K" + k + "({self.v!r}, {K" + k + ".made})'\n" + fresh('o') +
                       " = [K" + k + "(random.randint(0, 9)) for _ in range(3)]";
        case 2: return "def gen" + k + "():\n    a, b = 0, 1\n    while True:\n        yield a\n        a, b = b, a + b + random.randint(0, 3)\n" +
                       fresh('g') + " = gen" + k + "()\nnext(" + some('g', "iter([1])") + ", None)";
        case 3: return fresh('g') + " = iter(sorted(map(str, " + list() + ")))\nprint(next(" + some('g', "iter([1])") + ", 'end'))";
        case 4: return "@functools.lru_cache\ndef fib" + k + "(n):\n    return n if n < 2 else fib" + k + "(n - 1) + fib" + k + "(n - 2)\n" +
                       fresh('i') + " = fib" + k + "(" + number(60) + ")\nprint(fib" + k + ".cache_info())";
        case 5: return fresh('c') + " = lambda by=1, _n=[" + number() + "]: (_n.append(by), sum(_n))[1]";
        default: return "def use" + k + "():\n    global i0\n    i0 = random.random()\n    return i0\nprint(use" + k + "())";
        }
    }
    std::string question() {
        switch (pick(7)) {
        case 0: return fresh('a') + " = llm_query(f'ask {random.randint(0, 9)}')";
        case 1: return fresh('b') + " = llm_query_batched([f'p{i % 3}' for i in range(" + number(12) + ")])";
        case 2: return fresh('a') + " = rlm_query('q" + number(9) + "', context=[str(v) for v in " + list() + "])";
        case 3: return "try:\n    print(llm_query('fail " + number(5) + "'))\nexcept SubCallError as e:\n    print('failed', e.kind, e.message)";
        case 4: return "async def ask(i):\n    return (await llm_query(f'async {i} {random.randint(0, 3)}')) + '!'\n" + fresh('b') +
                       " = await asyncio.gather(*[ask(i) for i in range(" + number(6) + ")])";
        case 5: return fresh('b') + " = [x for x in llm_query_batched(['fail 1', 'good', 'good']) if x]\nprint(len(" + some('b', "[]") + "))";
        default: return fresh('b') + " = rlm_query_batched(['r1', 'r2'], contexts=[context[:5], {'k': context[-3:]}])";
        }
    }
    std::string library() {
        switch (pick(8)) {
        case 0: return fresh('j') + " = json.dumps({'n': " + number() + ", 'f': random.random(), 'l': [str(v) for v in " + list() + "]})";
        case 1: return fresh('d') + " = json.loads('{\"a\": [1, 2.5, null], \"b\": {\"c\": true}}')";
        case 2: return fresh('x') + " = collections.Counter(re.findall(r'\\w+', context)).most_common(3)";
        case 3: return "import heapq, bisect\n" + fresh('l') + " = [1, 5, 9]\nbisect.insort(" + some('l', "[]") + "[:0], 4)\nheapq.heapify(" + fresh('l') + ")";
        case 4: return "import dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int = " + number() + "\n    y: str = 'p'\n" + fresh('o') + " = P()";
        case 5: return fresh('x') + " = list(itertools.islice(itertools.permutations(" + words() + "[:4]), " + number(9) + "))";
        case 6: return "from decimal import Decimal\nfrom fractions import Fraction\n" + fresh('t') + " = (Decimal('1.10') * " + number() + ", Fraction(" + number() + ", 7))";
        default: return "async def slow(i):\n    await asyncio.sleep(0)\n    return i * random.randint(1, 3)\n" + fresh('x') + " = await asyncio.gather(*map(slow, range(4)))";
        }
    }
    std::string output() {
        switch (pick(5)) {
        case 0: return "print('" + std::string(pick(3) * 400, '.') + "ü', " + some('i', "1") + ")";
        case 1: return "print(*" + some('l', "[1]") + ", sep='\\n')";
        case 2: return "import sys\nprint('to stderr', len(" + some('d', "{}") + "), file=sys.stderr)";
        case 3: return "print(math.pi, random.gauss(0, 1), hash('x" + number() + "') % 1000)";
        default: return "answer['content'] = 'draft " + number() + "'";
        }
    }
    std::string failure() {
        static const char* const failures[] = {"1 / 0", "{}['missing']", "raise ValueError('on purpose ' + str(random.random()))",
                                               "int('x')", "undefined_name", "llm_query('fail always')", "def broken(:\n    pass", "assert False, 'no'"};
        return failures[pick(std::size(failures))];
    }

    std::mt19937_64 m_random;
    std::set<std::string> m_names[128];
};

} // namespace rlmscope::test
