"""1,000 concurrent streamed chat completions as people write them in Python, for bench_providers.

    http_peers.py VENV LIBRARY PORT REQUESTS

Makes a virtual environment with aiohttp and httpx in VENV when there is none (that needs the network). Prints one JSON
object: two rounds on one client, the first with cold connections.
"""
import asyncio
import json
import os
import resource
import subprocess
import sys
import time
import venv


def inside(folder):
    """Goes on with the interpreter of the virtual environment."""
    python = os.path.join(folder, "bin", "python")
    ready = os.path.join(folder, "ready")
    if not os.path.exists(ready):
        venv.create(folder, with_pip=True, clear=True)
        done = subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "aiohttp", "httpx"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            print(json.dumps({"absent": "aiohttp and httpx cannot be installed: " + done.stderr.strip().splitlines()[-1][:200]}))
            sys.exit(0)
        open(ready, "w").close()
    if sys.prefix == sys.base_prefix:
        os.execv(python, [python] + sys.argv)


def resident_kb():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE") // 1024


def piece(line):
    """What one line of the stream adds to the text."""
    if not line.startswith("data: ") or line == "data: [DONE]":
        return ""
    choices = json.loads(line[6:])["choices"]
    return (choices[0]["delta"].get("content") or "") if choices else ""


BODY = {"model": "m", "messages": [{"role": "user", "content": "p" * 1000}], "stream": True,
        "stream_options": {"include_usage": True}, "max_tokens": 4096}


async def round_of(ask, requests):
    before, cpu, start = resident_kb(), time.process_time(), time.perf_counter()
    tasks = [asyncio.create_task(ask()) for _ in range(requests)]
    await asyncio.sleep(0.08)
    in_flight = resident_kb()
    texts = await asyncio.gather(*tasks, return_exceptions=True)
    wall = time.perf_counter() - start
    return {"requests": requests, "wall_ms": wall * 1000, "cpu_us_per_request": (time.process_time() - cpu) * 1e6 / requests,
            "kb_per_request_in_flight": (in_flight - before) / requests, "failed": sum(text != "p" * 1000 for text in texts)}


async def with_aiohttp(url, requests):
    import aiohttp
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=600)) as session:
        async def ask():
            text = []
            async with session.post(url, json=BODY) as response:
                async for line in response.content:
                    text.append(piece(line.decode().rstrip("\r\n")))
            return "".join(text)
        return {"version": aiohttp.__version__, "cold": await round_of(ask, requests), "again": await round_of(ask, requests)}


async def with_httpx(url, requests):
    import httpx
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(limits=limits, timeout=600) as client:
        async def ask():
            text = []
            async with client.stream("POST", url, json=BODY) as response:
                async for line in response.aiter_lines():
                    text.append(piece(line))
            return "".join(text)
        return {"version": httpx.__version__, "cold": await round_of(ask, requests), "again": await round_of(ask, requests)}


def main():
    folder, library, port, requests = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    inside(folder)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(65536, hard), hard))
    url = f"http://127.0.0.1:{port}/v1/chat/completions"
    print(json.dumps(asyncio.run({"aiohttp": with_aiohttp, "httpx": with_httpx}[library](url, requests))))


main()
