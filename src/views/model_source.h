#pragma once
// What the Models page, the first page and the New run dialog know about models, and what they may ask for. Implemented
// over providers, keys and catalog in app/model_setup; by a made-up one in tests. Every call comes from the GUI thread and
// returns at once: what takes time is answered by changed() or by the signal that is named. No text of it is a key.
#include "base/clock.h"
#include "base/units.h"
#include "catalog/price_table.h"

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QVector>

#include <optional>

namespace rlmscope {

enum class KeyHeld {
    NotNeeded,
    None,
    Environment, ///< in the variable ProviderItem::keyName
    Keychain,
};

struct ProviderItem {
    QString word;    ///< of SPECs, "openai" for "openai:gpt-5"; also its name in calls
    QString name;    ///< for people
    QString about;   ///< "chat completions"
    QString address; ///< empty: speaks to no server, or has none yet
    QString origin;  ///< "https://api.openai.com": the only place where its key goes
    KeyHeld key = KeyHeld::NotNeeded;
    QString keyName; ///< the environment variable, "OPENAI_API_KEY"
    enum class State { Ready, NoKey, Looking, Found, NotFound, Broken } state = State::Ready;
    QString problem; ///< why it is not ready, with what to do; empty = nothing to say
    bool testFailed = false; ///< it looked ready, and its test says otherwise
    QString example; ///< a model of it
    bool own = false;   ///< added by the person: may be removed
    bool local = false; ///< on this computer
    bool listed = false; ///< its models come from itself, not from the price table
    int modelCount = 0;
};

/// Where a price comes from.
enum class PriceOrigin { Unknown, Table, Update, Own, Simulated };

struct ModelItem {
    QString spec; ///< "openai:gpt-5"
    QString id;   ///< "gpt-5"
    Tokens window = 0, maxOutput = 0; ///< 0 = unknown
    std::optional<TokenRates> rates;  ///< absent = unknown
    std::vector<RateTier> tiers;
    PriceOrigin origin = PriceOrigin::Unknown;
    QString source;  ///< page
    QString date;    ///< "2026-07-24": when it was read there
    QString unknown; ///< why there is no price
    bool favourite = false;
    bool retired = false;
    QStringList aliases; ///< that stand for it
};

struct AliasItem {
    QString name, purpose; ///< "root", one sentence
    QString spec;          ///< empty = not set
    QString fallback;      ///< alias that is meant then; empty = none
};

/// One model as a chooser offers it, or as a typed SPEC turns out to be.
struct ModelChoice {
    QString spec, label;
    std::optional<Price> price; ///< absent = unknown
    Tokens window = 0;
    enum class Group { Alias, Favourite, Found, Simulated, Other } group = Group::Other;
    QString meant;   ///< of an alias: the SPEC that it stands for here
    QString key;     ///< "OPENAI_API_KEY from the keychain, to https://api.openai.com"; empty = no key is used
    QString problem; ///< why it cannot run as it is; empty = nothing is known against it
    bool local = false;
};

struct ModelTest {
    enum class Step { None, Listing, Asking, Ok, Failed, Cancelled } step = Step::None;
    QString spec;         ///< the model that is asked
    int listed = -1;      ///< models; -1 = the provider lists none
    bool offered = true;  ///< the model is among them
    std::optional<Nanos> firstToken, total;
    std::optional<PicoUsd> cost; ///< absent = unknown
    Tokens input = 0, output = 0;
    QString error, hint;
    QDateTime at;
    bool running() const { return step == Step::Listing || step == Step::Asking; }
};

struct PriceTableInfo {
    QString date;    ///< of the built-in table
    int models = 0;
    QString updated; ///< date of the newest update; empty = none
    int updates = 0, overrides = 0; ///< models
    QString hash;
    QString problem; ///< why the user's file is not used
    bool canUndo = false; ///< the last update was applied by this process
};

/// What a price file would change, before anything is changed.
struct PriceUpdateItem {
    enum class Step { None, Reading, Ready, Failed } step = Step::None;
    QString source; ///< file or address
    QString progress;
    struct Row {
        QString model;
        std::optional<TokenRates> before, after;
    };
    QVector<Row> rows; ///< changed ones first, then new ones
    int same = 0, changed = 0, added = 0, skipped = 0;
    QStringList reasons; ///< of what is left out, each once
    QString error;
};

struct ProviderTemplateItem {
    QString id, name;
    QString address; ///< empty: has to be typed
    QString hint;    ///< what an address looks like
    QString example;
    bool needsKey = true, azure = false;
};

/// What a person typed to add a provider.
struct NewProviderItem {
    QString templateId, word, name, address, keyName, apiVersion;
    bool needsKey = true;
    bool allowPlainKey = false; ///< its key may go over plain http to another computer
};

class ModelSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual QVector<ProviderItem> providers() const = 0;
    virtual QVector<ModelItem> models(const QString& provider) const = 0;
    virtual QVector<AliasItem> aliases() const = 0;
    virtual QVector<ProviderTemplateItem> templates() const = 0;
    /// What choosers offer: aliases, favourites, what was found on this computer, the simulated model, then the rest.
    virtual QVector<ModelChoice> choices() const = 0;
    /// What a SPEC is, also one that nobody offers.
    virtual ModelChoice describe(const QString& spec) const = 0;

    /// Looks for servers on this computer and for the state of keys, in the background; changed() says what was found.
    virtual void look() = 0;
    virtual bool looking() const = 0;
    /// What the person's own file is broken by; then it is shown and not written. Empty = all is well.
    virtual QString setupProblem() const = 0;

    // Changes; an error text says why nothing changed, empty = done. Each is followed by changed().
    virtual QString addProvider(const NewProviderItem& provider) = 0;
    virtual QString removeProvider(const QString& word) = 0;
    virtual QString setAlias(const QString& name, const QString& spec) = 0; ///< empty SPEC = not set
    virtual QString setFavourite(const QString& spec, bool favourite) = 0;
    /// Absent = what the table says.
    virtual QString setPrice(const QString& spec, const std::optional<TokenRates>& rates) = 0;
    /// What undo() would take back, for people; empty = nothing.
    virtual QString undoText() const = 0;
    virtual QString undo() = 0;

    // Keys. Answered by keyAnswered().
    virtual QString keychain() const = 0; ///< what keeps keys; empty = nothing does on this computer
    virtual QString keychainProblem() const = 0;
    virtual void storeKey(const QString& provider, const QString& key) = 0;
    virtual void deleteKey(const QString& provider) = 0;

    // Test of a model: lists the provider's models and asks for a few tokens. Answered by testChanged().
    virtual void startTest(const QString& provider, const QString& spec) = 0;
    virtual void cancelTest(const QString& provider) = 0;
    virtual ModelTest test(const QString& provider) const = 0; ///< the last one

    // Prices. Answered by priceUpdateChanged().
    virtual PriceTableInfo prices() const = 0;
    virtual void readPriceUpdate(const QString& fileOrUrl) = 0;
    virtual void cancelPriceUpdate() = 0;
    virtual PriceUpdateItem priceUpdate() const = 0;
    virtual QString applyPriceUpdate() = 0;

Q_SIGNALS:
    void changed();
    void keyAnswered(const QString& provider, const QString& error); ///< empty = done
    void testChanged(const QString& provider);
    void priceUpdateChanged();
};

} // namespace rlmscope
