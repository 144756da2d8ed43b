#pragma once
// Inside this library only: the fields of every event kind, as FORMAT.md lists them.
#include "base/json.h"
#include "trace/json_fields.h"

namespace rlmscope::jsonio {

/// An enumeration where a word of a newer version means "unknown" rather than damage.
template<typename V, typename T>
void lenient(V& v, const char* name, T& value, std::remove_const_t<T> unknown) {
    if constexpr (V::Writing) {
        v(name, value, unknown);
    } else {
        std::string word;
        v(name, word);
        if (word.empty() || !enumFromName(word, value)) value = unknown;
    }
}

template<typename V>
void fields(V& v, MaybeConst<V, Usage>& u) {
    v("fresh", u.freshInput);
    v("cache_read", u.cacheRead);
    v("cache_write", u.cacheWrite);
    v("output", u.output);
    v("reasoning", u.reasoning);
}
template<typename V>
void fields(V& v, MaybeConst<V, Error>& e) {
    if constexpr (V::Writing) {
        v.always("kind", std::string(toString(e.kind)));
    } else {
        std::string kind; // a kind of a newer version is still an error with a message
        v("kind", kind);
        e.kind = errorKindFromString(kind).value_or(ErrorKind::Internal);
    }
    v("message", e.message);
    v("hint", e.hint);
}
template<typename V>
void fields(V& v, MaybeConst<V, RunRelation>& r) {
    v("type", r.type);
    v("run", r.run);
    v("node", r.node);
}
template<typename V>
void fields(V& v, MaybeConst<V, ContextDocument>& d) {
    v("path", d.path);
    v("text", d.text);
    v("chars", d.characters);
}

/// Thousands of documents would make the event itself huge: their list then becomes a blob.
template<typename V>
void documentFields(V& v, MaybeConst<V, std::vector<ContextDocument>>& documents) {
    constexpr std::size_t Few = 32;
    if constexpr (V::Writing) {
        if (documents.size() <= Few) return v("documents", documents);
        Json list;
        v.put(list, documents);
        v.jsonText("document_list", dumpJson(list));
    } else {
        v("documents", documents);
        std::string list;
        v.jsonText("document_list", list);
        if (list.empty()) return;
        const auto json = parseUntrusted(list);
        if (json) v.get(*json, documents, "document_list");
        else v.fail("document_list", "valid JSON");
    }
}

template<typename V>
void fields(V& v, MaybeConst<V, ContextInfo>& c) {
    v("shape", c.shape);
    v("source", c.source);
    documentFields(v, c.documents);
    v("bytes", c.bytes);
    v("chars", c.characters);
    v("lines", c.lines);
    v("skipped", c.skipped);
}
template<typename V>
void fields(V& v, MaybeConst<V, RunStarted>& e) {
    if constexpr (V::Writing) {
        v.always("spec", toJson(e.spec));
    } else if (const auto* spec = v.find("spec")) {
        auto read = runSpecFromJson(*spec);
        if (read) e.spec = std::move(read).value();
        else v.fail("spec", "a run specification (" + read.error().message + ")");
    }
    v("context", e.context);
    v("relations", e.relations);
    v("program", e.program);
    v.jsonText("models", e.models);
}
template<typename V>
void fields(V& v, MaybeConst<V, SegmentStarted>& e) {
    v("wall", e.wall);
    v("process", e.process);
}
template<typename V>
void fields(V&, MaybeConst<V, ContextStored>&) {}
template<typename V>
void fields(V& v, MaybeConst<V, RunEnded>& e) {
    v("status", e.status);
    v("stop_reason", e.stopReason);
    v.jsonText("answer", e.answer);
    v("answer_text", e.answerText);
    v("error", e.error);
}
template<typename V>
void batchFields(V& v, auto& e) {
    v("batch", e.batch);
    v("batch_index", e.batchIndex);
    v("batch_size", e.batchSize);
}
template<typename V>
void fields(V& v, MaybeConst<V, FrameStarted>& e) {
    v("strategy", e.strategy);
    v("model", e.model);
    v("depth", e.depth);
    v("key", e.key);
    // The path is the key's text unless somebody says otherwise; deep chains of frames make both long.
    if constexpr (V::Writing) {
        if (e.path != e.key.text()) v.always("path", e.path);
    } else {
        e.path = e.key.text();
        v("path", e.path);
    }
    v("question", e.question);
    v("context", e.context);
    batchFields(v, e);
    v("sandbox", e.sandbox);
}
template<typename V>
void fields(V& v, MaybeConst<V, FrameEnded>& e) {
    v("status", e.status);
    v.jsonText("answer", e.answer);
    v("answer_text", e.answerText);
    v("error", e.error);
}
template<typename V>
void fields(V& v, MaybeConst<V, TurnStarted>& e) {
    v("number", e.number);
}
template<typename V>
void fields(V&, MaybeConst<V, TurnEnded>&) {}
template<typename V>
void fields(V& v, MaybeConst<V, ModelCallStarted>& e) {
    v("role", e.role);
    v("model", e.model);
    v("depth", e.depth);
    v("key", e.key);
    v("previous", e.previous);
    v("kept", e.kept);
    v("added", e.added);
    v("output_cap", e.outputCap);
    batchFields(v, e);
    v("depth_limited", e.depthLimited);
}
template<typename V>
void fields(V& v, MaybeConst<V, AttemptStarted>& e) {
    v("number", e.number);
    v("output_cap", e.outputCap);
    v("reserved", e.reserved);
    v("price_known", e.priceKnown);
}
template<typename V>
void fields(V& v, MaybeConst<V, AttemptFailed>& e) {
    v("number", e.number);
    v("error", e.error);
    v("http", e.http);
    v("retryable", e.retryable);
    v("wait", e.wait);
    v("partial", e.partial);
    v("usage", e.usage);
    v("usage_known", e.usageKnown);
    v("cost", e.cost);
}
template<typename V>
void fields(V& v, MaybeConst<V, ModelCallEnded>& e) {
    v("status", e.status);
    v("reply", e.reply);
    lenient(v, "finish", e.finish, FinishReason::Unknown);
    v("finish_raw", e.finishRaw);
    v("usage", e.usage);
    v("usage_known", e.usageKnown);
    v("cost", e.cost);
    lenient(v, "cost_source", e.costSource, CostSource::Unknown);
    v("first_token", e.firstToken);
    v("model_reported", e.modelReported);
    v("request_id", e.requestId);
    v.jsonText("raw", e.raw);
    v("error", e.error);
    lenient(v, "source", e.source, ReplySource::Model);
    v("recorded_cost", e.recordedCost);
}
template<typename V>
void fields(V& v, MaybeConst<V, CellStarted>& e) {
    v("number", e.number);
    v("code", e.code);
    v("replayed", e.replayed);
    if constexpr (V::Writing) v("lines", e.code.bytes ? countLines(e.code.view()) : e.lines);
    else v("lines", e.lines);
}
template<typename V>
void fields(V& v, MaybeConst<V, CellOutput>& e) {
    v("stream", e.stream);
    v("text", e.text);
    v("late", e.late);
}
template<typename V>
void fields(V& v, MaybeConst<V, CellEnded>& e) {
    v("status", e.status);
    v("cause", e.cause);
    v("exception", e.exception);
    v("traceback", e.traceback);
    v("visible", e.visible);
    v("truncated", e.truncated);
    v("stdout_bytes", e.stdoutBytes);
    v("stderr_bytes", e.stderrBytes);
    v("dropped_bytes", e.droppedBytes);
    v("python_seconds", e.pythonSeconds);
}
template<typename V>
void fields(V& v, MaybeConst<V, Variable>& e) {
    v("name", e.name);
    v("type", e.type);
    v("size", e.size, -1);
    v("preview", e.preview);
    v("changed", e.changed);
    v("shape", e.shape);
    v("cell", e.cell);
}
template<typename V>
void fields(V& v, MaybeConst<V, VariablesChanged>& e) {
    v("variables", e.variables);
}
template<typename V>
void fields(V& v, MaybeConst<V, LedgerEvent>& e) {
    v("op", e.op);
    v("limit", e.limit);
    v("detail", e.detail);
    v("amount", e.amount);
    v("calls", e.calls);
    v("tokens", e.tokens);
    v("price_unknown", e.priceUnknown);
}
template<typename V>
void fields(V& v, MaybeConst<V, GateChanged>& e) {
    v("state", e.state);
    v("in_flight", e.inFlight);
    v("reason", e.reason);
}
template<typename V>
void fields(V& v, MaybeConst<V, Note>& e) {
    v("text", e.text);
    v("severity", e.severity);
}
template<typename V>
void fields(V& v, MaybeConst<V, Tag>& e) {
    v("name", e.name);
    v("removed", e.removed);
}
template<typename V>
void fields(V& v, MaybeConst<V, Score>& e) {
    v("name", e.name);
    v("value", e.value);
}
template<typename V>
void fields(V& v, MaybeConst<V, ErrorEvent>& e) {
    v("error", e.error);
}
} // namespace rlmscope::jsonio
