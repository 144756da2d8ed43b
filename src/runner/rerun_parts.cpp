#include "runner/rerun_parts.h"

#include "base/json.h"
#include "runner/machine_models.h"

#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

namespace rlmscope {
namespace {

using Json = nlohmann::json;

Error replayError() {
    return makeError(ErrorKind::Unsupported, "A replay asks no model.");
}

class RecordedModel final : public LanguageModel {
public:
    explicit RecordedModel(ModelInfo info) : m_info(std::move(info)) {}
    ~RecordedModel() override {
        for (auto& thread : m_threads) thread.join();
    }
    const ModelInfo& info() const override { return m_info; }
    /// The cassette lets nothing come here; if something does, it must not leave.
    void start(ModelRequest, CancelToken, AttemptListener listener) override {
        const std::lock_guard lock(m_mutex);
        m_threads.emplace_back([listener = std::move(listener)] {
            ModelFailure failure;
            failure.error = replayError();
            failure.sent = false;
            listener.done(failure);
        });
    }

private:
    const ModelInfo m_info;
    std::mutex m_mutex;
    std::vector<std::thread> m_threads; // guarded by m_mutex
};

template<typename T>
T number(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_number_integer() ? found->get<T>() : T();
}
std::string text(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}
bool flag(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

ModelInfo infoOf(const Json& model) {
    ModelInfo info;
    info.spec = text(model, "spec");
    info.name = text(model, "name");
    info.provider = text(model, "provider");
    info.window = std::max<Tokens>(0, number<Tokens>(model, "window"));
    info.maxOutput = std::max(0, number<int>(model, "max_output"));
    info.simulated = flag(model, "simulated");
    info.ignoresCaps = flag(model, "ignores_caps");
    if (const auto price = model.find("price"); price != model.end() && price->is_object()) {
        Price p{number<std::int64_t>(*price, "input"), number<std::int64_t>(*price, "output"),
                number<std::int64_t>(*price, "cache_read"), number<std::int64_t>(*price, "cache_write")};
        p.simulated = flag(*price, "simulated");
        info.price = p;
    }
    return info;
}

class RecordedDirectory final : public ModelDirectory {
public:
    explicit RecordedDirectory(const RunStarted& started) {
        const Json list = parseJson(started.models);
        if (list.is_array())
            for (const Json& model : list)
                if (model.is_object()) add(infoOf(model));
        for (const std::string& spec : started.spec.models) { // a damaged list
            ModelInfo info;
            info.spec = info.name = spec;
            info.price = Price();
            if (!m_models.contains(spec)) add(std::move(info));
        }
    }
    Result<std::shared_ptr<LanguageModel>> find(const std::string& spec) override {
        const auto found = m_models.find(spec);
        if (found == m_models.end()) return makeError(ErrorKind::Usage, "The recorded run has no model " + spec + ".");
        return found->second;
    }

private:
    void add(ModelInfo info) {
        const std::string spec = info.spec;
        m_models.emplace(spec, std::make_shared<RecordedModel>(std::move(info)));
    }
    std::map<std::string, std::shared_ptr<LanguageModel>> m_models;
};

class RecordedTools final : public ToolHost {
public:
    explicit RecordedTools(std::vector<ToolInfo> tools) : m_tools(std::move(tools)) {}
    ~RecordedTools() override {
        for (auto& thread : m_threads) thread.join();
    }
    const std::vector<ToolInfo>& tools() const override { return m_tools; }
    void call(const std::string&, std::string, CancelToken, Done done) override {
        const std::lock_guard lock(m_mutex);
        m_threads.emplace_back([done = std::move(done)] { done(makeError(ErrorKind::Unsupported, "A replay calls no tools.")); });
    }
    void onOutput(std::function<void(std::string)>) override {}

private:
    const std::vector<ToolInfo> m_tools;
    std::mutex m_mutex;
    std::vector<std::thread> m_threads; // guarded by m_mutex
};

class NoKeys final : public KeySource {
public:
    std::optional<std::string> key(const std::string&) override { return {}; }
};

class TraceModels final : public ModelDirectory {
public:
    TraceModels(const ModelAccess& access, std::set<std::string> named) : m_named(std::move(named)), m_mine(machineModels(access)), m_keyless(keylessOptions()) {}

    Result<std::shared_ptr<LanguageModel>> find(const std::string& spec) override {
        const bool address = spec.find("://") != std::string::npos;
        return address && !m_named.contains(spec) ? m_keyless.find(spec) : m_mine.find(spec);
    }

private:
    static StandardModelsOptions keylessOptions() {
        StandardModelsOptions options = machineModels({});
        options.keys = std::make_shared<NoKeys>();
        return options;
    }

    const std::set<std::string> m_named;
    StandardModels m_mine, m_keyless;
};

} // namespace

std::shared_ptr<ModelDirectory> recordedModels(const RunStarted& started) {
    return std::make_shared<RecordedDirectory>(started);
}

std::shared_ptr<ToolHost> recordedTools(std::vector<ToolInfo> tools) {
    return std::make_shared<RecordedTools>(std::move(tools));
}

std::shared_ptr<ModelDirectory> traceModels(const ModelAccess& access, std::set<std::string> named) {
    return std::make_shared<TraceModels>(access, std::move(named));
}

} // namespace rlmscope
