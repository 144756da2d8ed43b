<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>CallWords</name>
    <message numerus="yes">
        <source>%n earlier message(s) are not in the trace.</source>
        <translation>
            <numerusform>%n frühere Nachricht ist nicht im Trace.</numerusform>
            <numerusform>%n frühere Nachrichten sind nicht im Trace.</numerusform>
        </translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Assistent</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Nutzer</translation>
    </message>
    <message>
        <source>The model stopped by itself.</source>
        <translation>Das Modell hörte von selbst auf.</translation>
    </message>
    <message>
        <source>Cut at the output cap of %1 tokens: the reply is not complete.</source>
        <translation>An der Ausgabegrenze von %1 Token abgeschnitten: Die Antwort ist nicht vollständig.</translation>
    </message>
    <message>
        <source>Cut at the length limit: the reply is not complete.</source>
        <translation>An der Längengrenze abgeschnitten: Die Antwort ist nicht vollständig.</translation>
    </message>
    <message>
        <source>The model asked for a tool.</source>
        <translation>Das Modell verlangte ein Werkzeug.</translation>
    </message>
    <message>
        <source>The provider&apos;s filter stopped the reply.</source>
        <translation>Der Filter des Anbieters beendete die Antwort.</translation>
    </message>
    <message>
        <source>The model refused.</source>
        <translation>Das Modell lehnte ab.</translation>
    </message>
    <message>
        <source>The request does not fit into the model&apos;s window.</source>
        <translation>Die Anfrage passt nicht in das Fenster des Modells.</translation>
    </message>
    <message>
        <source>The provider ended it with an error.</source>
        <translation>Der Anbieter beendete sie mit einem Fehler.</translation>
    </message>
    <message>
        <source>The reply broke off before its end.</source>
        <translation>Die Antwort brach vor ihrem Ende ab.</translation>
    </message>
    <message>
        <source>The provider did not say why the reply ended.</source>
        <translation>Der Anbieter sagte nicht, warum die Antwort endete.</translation>
    </message>
    <message>
        <source>≈ %1 tokens</source>
        <translation>≈ %1 Token</translation>
    </message>
    <message numerus="yes">
        <source>%n new (%1)</source>
        <translation>
            <numerusform>%n neu (%1)</numerusform>
            <numerusform>%n neu (%1)</numerusform>
        </translation>
    </message>
    <message>
        <source>The same messages as in the previous call.</source>
        <translation>Dieselben Nachrichten wie im vorigen Aufruf.</translation>
    </message>
    <message>
        <source>The reply is from the record and cost nothing; %1 saved.</source>
        <translation>Die Antwort stammt aus der Aufzeichnung und kostete nichts; %1 gespart.</translation>
    </message>
    <message>
        <source>The reply is from the cache of earlier runs and cost nothing; %1 saved.</source>
        <translation>Die Antwort stammt aus dem Cache früherer Läufe und kostete nichts; %1 gespart.</translation>
    </message>
    <message>
        <source>The cost is what the provider reported.</source>
        <translation>Die Kosten sind, was der Anbieter gemeldet hat.</translation>
    </message>
    <message>
        <source>A simulated model: its price is made up, nothing was paid.</source>
        <translation>Ein simuliertes Modell: Sein Preis ist erfunden, nichts wurde bezahlt.</translation>
    </message>
    <message>
        <source>Computed from the price that was given for this run.</source>
        <translation>Errechnet aus dem Preis, der für diesen Lauf angegeben war.</translation>
    </message>
    <message>
        <source>Computed from the price table %1 of that day.</source>
        <translation>Errechnet aus der Preistabelle %1 jenes Tages.</translation>
    </message>
    <message>
        <source>The price of this model was not known, so its cost is not.</source>
        <translation>Der Preis dieses Modells war nicht bekannt, seine Kosten sind es also auch nicht.</translation>
    </message>
    <message>
        <source>Image, %1, %2</source>
        <translation>Bild, %1, %2</translation>
    </message>
    <message>
        <source>unknown type</source>
        <translation>unbekannter Typ</translation>
    </message>
    <message>
        <source>Part that only the provider can read, sent back unchanged, %1</source>
        <translation>Teil, den nur der Anbieter lesen kann, unverändert zurückgesendet, %1</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) no longer sent (%1)</source>
        <translation>
            <numerusform>%n Nachricht nicht mehr gesendet (%1)</numerusform>
            <numerusform>%n Nachrichten nicht mehr gesendet (%1)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Example</name>
    <message>
        <source>What fills a lighthouse log book?</source>
        <translation>Was füllt das Logbuch eines Leuchtturms?</translation>
    </message>
    <message>
        <source>Depth 2: children read one year each and count, the root adds up.</source>
        <translation>Tiefe 2: Kinder lesen und zählen je ein Jahr, der Root zählt zusammen.</translation>
    </message>
    <message>
        <source>Six years of a log book, 2,188 entries, none of them labelled. Children read one year each and count.</source>
        <translation>Sechs Jahre eines Logbuchs, 2.188 Einträge, keiner davon benannt. Kinder lesen und zählen je ein Jahr.</translation>
    </message>
    <message>
        <source>The herring of 1908</source>
        <translation>Der Hering von 1908</translation>
    </message>
    <message>
        <source>Depth 0: of a table, code alone gives the exact answer for almost nothing.</source>
        <translation>Tiefe 0: Für eine Tabelle genügt Code, genau und fast umsonst.</translation>
    </message>
    <message>
        <source>2,400 landings in a table. A question for code alone.</source>
        <translation>2.400 Anlandungen in einer Tabelle. Eine Frage für Code allein.</translation>
    </message>
    <message>
        <source>Nine letters from one summer</source>
        <translation>Neun Briefe aus einem Sommer</translation>
    </message>
    <message>
        <source>Depth 2: a summary made of summaries, with its names checked in the text.</source>
        <translation>Tiefe 2: Zusammenfassung aus Zusammenfassungen, Namen geprüft.</translation>
    </message>
    <message>
        <source>Three correspondents, three letters each. What happened?</source>
        <translation>Drei Briefschreiber, je drei Briefe. Was ist geschehen?</translation>
    </message>
    <message>
        <source>One sentence in six years of minutes</source>
        <translation>Ein Satz in sechs Jahren Protokollen</translation>
    </message>
    <message>
        <source>Depth 1: search with code first, then let a model read the best passages.</source>
        <translation>Tiefe 1: erst sucht der Code, dann liest das Modell.</translation>
    </message>
    <message>
        <source>72 records of a village council. Somewhere in them is the combination of a padlock.</source>
        <translation>72 Niederschriften eines Gemeinderats. Irgendwo darin steht die Zahl eines Vorhängeschlosses.</translation>
    </message>
    <message>
        <source>Who shares a town and a hobby?</source>
        <translation>Wer teilt Ort und Steckenpferd?</translation>
    </message>
    <message>
        <source>Depth 1: a model turns prose into fields, code compares all the pairs.</source>
        <translation>Tiefe 1: Ein Modell macht aus Prosa Felder, Code vergleicht alle Paare.</translation>
    </message>
    <message>
        <source>120 people in prose. 7,140 possible pairs, a handful of right ones.</source>
        <translation>120 Menschen in Prosa. 7.140 mögliche Paare, eine Handvoll richtige.</translation>
    </message>
    <message>
        <source>Five thousand messages, six kinds</source>
        <translation>Fünftausend Nachrichten, sechs Arten</translation>
    </message>
    <message>
        <source>Depth 1: fifty prompts in one batch; judging is for the model, counting for code.</source>
        <translation>Tiefe 1: fünfzig Prompts; das Modell urteilt, der Code zählt.</translation>
    </message>
    <message>
        <source>A log of customer messages without categories. Count them by what they are about.</source>
        <translation>Ein Protokoll von Kundennachrichten ohne Kategorien. Zählen, worum es geht.</translation>
    </message>
    <message>
        <source>Where is the tide computed?</source>
        <translation>Wo wird die Tide berechnet?</translation>
    </message>
    <message>
        <source>Depth 1: rank files by their names, show a model the best, answer with a line.</source>
        <translation>Tiefe 1: Dateien ordnen, dem Modell die besten zeigen.</translation>
    </message>
    <message>
        <source>A small program of ours, Python and C: tide tables for a harbour. Find the place that interpolates between high and low water.</source>
        <translation>Ein kleines eigenes Programm in Python und C: Gezeitentafeln für einen Hafen. Zu finden ist die Stelle, die zwischen Hoch- und Niedrigwasser interpoliert.</translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>Watch a model read far more
than it can see</source>
        <translation>Zusehen, wie ein Modell weit mehr liest,
als es sehen kann</translation>
    </message>
    <message>
        <source>RLMScope runs recursive language models and shows every turn, cell and sub-call as it happens. Pause it, look inside, change it, run it again.</source>
        <translation>RLMScope führt rekursive Sprachmodelle aus und zeigt jede Runde, jede Zelle und jeden Unteraufruf, während es geschieht. Anhalten, hineinsehen, ändern, erneut ausführen.</translation>
    </message>
    <message>
        <source>Run the first example</source>
        <translation>Das erste Beispiel ausführen</translation>
    </message>
    <message>
        <source>New run…</source>
        <translation>Neuer Lauf…</translation>
    </message>
    <message>
        <source>Open a trace…</source>
        <translation>Trace öffnen…</translation>
    </message>
    <message>
        <source>The examples use the simulated model: no key, no network, no cost.</source>
        <translation>Die Beispiele nutzen das simulierte Modell: kein Schlüssel, kein Netz, keine Kosten.</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>No runs yet. They will appear here.</source>
        <translation>Noch keine Läufe. Sie erscheinen hier.</translation>
    </message>
    <message>
        <source>Recent traces</source>
        <translation>Zuletzt geöffnete Traces</translation>
    </message>
</context>
<context>
    <name>NewRunDialog</name>
    <message>
        <source>New run</source>
        <translation>Neuer Lauf</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>No context yet</source>
        <translation>Noch kein Kontext</translation>
    </message>
    <message>
        <source>Drop files or a folder here, or paste text</source>
        <translation>Dateien oder einen Ordner hierher ziehen oder Text einfügen</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen…</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Documents of the context</source>
        <translation>Dokumente des Kontexts</translation>
    </message>
    <message>
        <source>Paste or type the text of the context</source>
        <translation>Den Text des Kontexts einfügen oder eintippen</translation>
    </message>
    <message>
        <source>Pasted context</source>
        <translation>Eingefügter Kontext</translation>
    </message>
    <message>
        <source>&amp;Question</source>
        <translation>&amp;Frage</translation>
    </message>
    <message>
        <source>What do you want to know about the context?</source>
        <translation>Was soll über den Kontext herausgefunden werden?</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>&amp;Strategy</source>
        <translation>&amp;Strategie</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>Strategie</translation>
    </message>
    <message>
        <source>Paper depth</source>
        <translation>Paper-Tiefe</translation>
    </message>
    <message>
        <source>Paper depth 0</source>
        <translation>Paper-Tiefe 0</translation>
    </message>
    <message>
        <source>Paper depth 1</source>
        <translation>Paper-Tiefe 1</translation>
    </message>
    <message>
        <source>Paper depth 2</source>
        <translation>Paper-Tiefe 2</translation>
    </message>
    <message>
        <source>Paper depth 3</source>
        <translation>Paper-Tiefe 3</translation>
    </message>
    <message>
        <source>&amp;Final answer</source>
        <translation>&amp;Endantwort</translation>
    </message>
    <message>
        <source>Final answer protocol</source>
        <translation>Protokoll der Endantwort</translation>
    </message>
    <message>
        <source>See&amp;d</source>
        <translation>See&amp;d</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Models by depth</source>
        <translation>Modelle nach Tiefe</translation>
    </message>
    <message>
        <source>price per 1M tokens</source>
        <translation>Preis je 1 Mio. Token</translation>
    </message>
    <message>
        <source>In, out</source>
        <translation>Ein, aus</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>&amp;Root</source>
        <translation>&amp;Root</translation>
    </message>
    <message>
        <source>Root</source>
        <translation>Root</translation>
    </message>
    <message>
        <source>Su&amp;b-calls</source>
        <translation>&amp;Unteraufrufe</translation>
    </message>
    <message>
        <source>Sub-calls</source>
        <translation>Unteraufrufe</translation>
    </message>
    <message>
        <source>C&amp;hild frames</source>
        <translation>&amp;Kind-Frames</translation>
    </message>
    <message>
        <source>Child frames</source>
        <translation>Kind-Frames</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>reserved before every call</source>
        <translation>vor jedem Aufruf reserviert</translation>
    </message>
    <message>
        <source>What this can cost</source>
        <translation>Was das kosten kann</translation>
    </message>
    <message>
        <source>More: requests at once, tools, packages, sandbox, prompt</source>
        <translation>Mehr: gleichzeitige Anfragen, Werkzeuge, Pakete, Sandbox, Prompt</translation>
    </message>
    <message>
        <source>Requests in &amp;flight</source>
        <translation>An&amp;fragen unterwegs</translation>
    </message>
    <message>
        <source>Child frames &amp;at once</source>
        <translation>Kind-Frames &amp;gleichzeitig</translation>
    </message>
    <message>
        <source>&amp;Key of URL models from</source>
        <translation>Sch&amp;lüssel der URL-Modelle aus</translation>
    </message>
    <message>
        <source>name of an environment variable</source>
        <translation>Name einer Umgebungsvariablen</translation>
    </message>
    <message>
        <source>Environment variable with the key</source>
        <translation>Umgebungsvariable mit dem Schlüssel</translation>
    </message>
    <message>
        <source>&amp;Price of these models</source>
        <translation>&amp;Preis dieser Modelle</translation>
    </message>
    <message>
        <source>USD per million in, out: 1.25, 10</source>
        <translation>USD je Million ein, aus: 1.25, 10</translation>
    </message>
    <message>
        <source>Price of the models in USD per million tokens</source>
        <translation>Preis der Modelle in USD je Million Token</translation>
    </message>
    <message>
        <source>System pro&amp;mpt</source>
        <translation>System-Pro&amp;mpt</translation>
    </message>
    <message>
        <source>Built-in text</source>
        <translation>Mitgelieferter Text</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>System-Prompt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
</context>
<context>
    <name>QApplication</name>
    <message>
        <source>A workbench for recursive language models.</source>
        <translation>Eine Werkbank für rekursive Sprachmodelle.</translation>
    </message>
    <message>
        <source>light, dark, high-contrast or system.</source>
        <translation>light, dark, high-contrast oder system.</translation>
    </message>
    <message>
        <source>Traces and logs to open, links to nodes (rlmscope://run/...), or: demo [NAME]</source>
        <translation>Traces und Protokolle zum Öffnen, Verweise auf Knoten (rlmscope://run/...) oder: demo [NAME]</translation>
    </message>
</context>
<context>
    <name>QDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Rendered pages are off for root, where Chromium&apos;s sandbox does not work. Set QTWEBENGINE_DISABLE_SANDBOX=1 to render them without it.</source>
        <translation>Für root sind gerenderte Seiten aus, weil Chromiums Sandbox dort nicht arbeitet. Mit QTWEBENGINE_DISABLE_SANDBOX=1 werden sie ohne Sandbox gerendert.</translation>
    </message>
</context>
<context>
    <name>rlmscope</name>
    <message>
        <source>Like the desktop</source>
        <translation>Wie die Arbeitsumgebung</translation>
    </message>
    <message>
        <source>Font</source>
        <translation>Schrift</translation>
    </message>
    <message>
        <source>For everything but code and numbers.</source>
        <translation>Für alles außer Code und Zahlen.</translation>
    </message>
    <message>
        <source>Default (%1)</source>
        <translation>Standard (%1)</translation>
    </message>
    <message>
        <source>Code font</source>
        <translation>Code-Schrift</translation>
    </message>
    <message>
        <source>For code, values and numbers in columns.</source>
        <translation>Für Code, Werte und Zahlen in Spalten.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Erscheinungsbild</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>High contrast uses black, white and yellow, and draws more lines.</source>
        <translation>Hoher Kontrast verwendet Schwarz, Weiß und Gelb und zeichnet mehr Linien.</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Applied at once; while a run is going on, at the next start.</source>
        <translation>Gilt sofort; solange ein Lauf läuft, ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Font size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>Rows, buttons and icons grow with it.</source>
        <translation>Zeilen, Knöpfe und Symbole wachsen mit.</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Code font size</source>
        <translation>Größe der Code-Schrift</translation>
    </message>
    <message>
        <source>Like the rest</source>
        <translation>Wie der Rest</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Skalierung</translation>
    </message>
    <message>
        <source>Everything larger, at the next start. Set it only when the desktop&apos;s own scale is not enough.</source>
        <translation>Alles größer, ab dem nächsten Start. Nur nötig, wenn die Skalierung der Arbeitsumgebung nicht genügt.</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>Bewegung verringern</translation>
    </message>
    <message>
        <source>Marks of running things stand still.</source>
        <translation>Die Zeichen laufender Dinge stehen still.</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Kein Limit</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>A new run starts with</source>
        <translation>Ein neuer Lauf beginnt mit</translation>
    </message>
    <message>
        <source>The dialog shows them before anything is spent; each run can have others.</source>
        <translation>Der Dialog zeigt sie, bevor etwas ausgegeben wird; jeder Lauf kann andere haben.</translation>
    </message>
    <message>
        <source>The limits of the last run</source>
        <translation>Den Limits des letzten Laufs</translation>
    </message>
    <message>
        <source>The limits below</source>
        <translation>Den Limits hier unten</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Geld</translation>
    </message>
    <message>
        <source>No request leaves that could cost more than what is left.</source>
        <translation>Keine Anfrage geht hinaus, die mehr kosten könnte, als übrig ist.</translation>
    </message>
    <message>
        <source>Model calls</source>
        <translation>Modellaufrufe</translation>
    </message>
    <message>
        <source>Of the whole run, sub-calls and failed attempts included.</source>
        <translation>Des ganzen Laufs, mit Unteraufrufen und fehlgeschlagenen Versuchen.</translation>
    </message>
    <message>
        <source>Turns</source>
        <translation>Runden</translation>
    </message>
    <message>
        <source>Of each frame.</source>
        <translation>Jedes Frames.</translation>
    </message>
    <message>
        <source>Run time</source>
        <translation>Laufzeit</translation>
    </message>
    <message>
        <source>Pauses are not counted.</source>
        <translation>Pausen zählen nicht.</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>At a limit</source>
        <translation>Am Limit</translation>
    </message>
    <message>
        <source>Finish with the best answer</source>
        <translation>Mit der besten Antwort abschließen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Pause and ask</source>
        <translation>Anhalten und fragen</translation>
    </message>
    <message>
        <source>Ask before a batch of</source>
        <translation>Fragen vor einem Stapel ab</translation>
    </message>
    <message>
        <source>A fan-out of so many sub-calls or more waits for you.</source>
        <translation>Ein Fächer aus so vielen oder mehr Unteraufrufen wartet auf Freigabe.</translation>
    </message>
    <message>
        <source>Never ask</source>
        <translation>Nie fragen</translation>
    </message>
    <message>
        <source> calls</source>
        <translation> Aufrufe</translation>
    </message>
    <message>
        <source>Ask before a batch that may cost</source>
        <translation>Fragen vor einem Stapel, der kosten kann</translation>
    </message>
    <message>
        <source>Its worst case counts.</source>
        <translation>Es zählt der schlimmste Fall.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Providers, keys, prices and roles</source>
        <translation>Anbieter, Schlüssel, Preise und Rollen</translation>
    </message>
    <message>
        <source>Which models are used as root, sub, compaction and judge is set on the Models page.</source>
        <translation>Welche Modelle root, sub, compaction und judge sind, wird auf der Seite Modelle festgelegt.</translation>
    </message>
    <message>
        <source>Open Models</source>
        <translation>Modelle öffnen</translation>
    </message>
    <message>
        <source>Reuse replies</source>
        <translation>Antworten wiederverwenden</translation>
    </message>
    <message>
        <source>Sandbox</source>
        <translation>Sandbox</translation>
    </message>
    <message>
        <source>A new run needs at least</source>
        <translation>Ein neuer Lauf braucht mindestens</translation>
    </message>
    <message>
        <source>With less, its code does not start and nothing is spent.</source>
        <translation>Bei weniger startet sein Code nicht, und nichts wird ausgegeben.</translation>
    </message>
    <message>
        <source>Full: own files only, no network</source>
        <translation>Voll: nur eigene Dateien, kein Netz</translation>
    </message>
    <message>
        <source>Partial: a layer may be missing</source>
        <translation>Teilweise: eine Schicht darf fehlen</translation>
    </message>
    <message>
        <source>Limits of memory and time</source>
        <translation>Grenzen für Speicher und Zeit</translation>
    </message>
    <message>
        <source>This computer offers</source>
        <translation>Dieser Rechner bietet</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird geprüft…</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicherplatz</translation>
    </message>
    <message>
        <source>Library of traces</source>
        <translation>Bibliothek der Traces</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Wird gemessen…</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Replies for reuse</source>
        <translation>Antworten zum Wiederverwenden</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>These settings</source>
        <translation>Diese Einstellungen</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>Open again what was open</source>
        <translation>Wieder öffnen, was offen war</translation>
    </message>
    <message>
        <source>Runs, the row you looked at, the view and the window, after closing and after a crash.</source>
        <translation>Läufe, die betrachtete Zeile, die Ansicht und das Fenster, nach dem Schließen und nach einem Absturz.</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Follow live</source>
        <translation>Live folgen</translation>
    </message>
    <message>
        <source>A run that is going on scrolls to what happens. Scrolling up switches it off.</source>
        <translation>Ein laufender Lauf rollt zu dem, was geschieht. Hochrollen schaltet es ab.</translation>
    </message>
    <message>
        <source>The guide of the first run</source>
        <translation>Die Führung durch den ersten Lauf</translation>
    </message>
    <message>
        <source>Five steps through a finished run.</source>
        <translation>Fünf Schritte durch einen fertigen Lauf.</translation>
    </message>
    <message>
        <source>Show again</source>
        <translation>Wieder zeigen</translation>
    </message>
    <message>
        <source>root</source>
        <translation>root</translation>
    </message>
    <message>
        <source>rlm_query</source>
        <translation>rlm_query</translation>
    </message>
    <message>
        <source>Turn %1</source>
        <translation>Runde %1</translation>
    </message>
    <message>
        <source>Cell %1</source>
        <translation>Zelle %1</translation>
    </message>
    <message>
        <source>llm_query</source>
        <translation>llm_query</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>ok</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>public domain</source>
        <translation>gemeinfrei</translation>
    </message>
    <message>
        <source>TLS of libcurl</source>
        <translation>TLS von libcurl</translation>
    </message>
    <message>
        <source>without running models</source>
        <translation>ohne das Ausführen von Modellen</translation>
    </message>
    <message>
        <source>without rendered pages</source>
        <translation>ohne gerenderte Seiten</translation>
    </message>
    <message>
        <source>Built with</source>
        <translation>Gebaut mit</translation>
    </message>
    <message>
        <source>Running on</source>
        <translation>Läuft auf</translation>
    </message>
    <message>
        <source>optimised</source>
        <translation>optimiert</translation>
    </message>
    <message>
        <source>not optimised</source>
        <translation>nicht optimiert</translation>
    </message>
    <message>
        <source>Maybe read: the same text stands elsewhere too</source>
        <translation>Vielleicht gelesen: derselbe Text steht auch anderswo</translation>
    </message>
    <message>
        <source>Never read by a model</source>
        <translation>Nie von einem Modell gelesen</translation>
    </message>
    <message>
        <source>Read once</source>
        <translation>Einmal gelesen</translation>
    </message>
    <message>
        <source>Read twice</source>
        <translation>Zweimal gelesen</translation>
    </message>
    <message>
        <source>Read 3 to 5 times</source>
        <translation>3- bis 5-mal gelesen</translation>
    </message>
    <message>
        <source>Read 6 times or more</source>
        <translation>6-mal oder öfter gelesen</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>read at least once</source>
        <translation>mindestens einmal gelesen</translation>
    </message>
    <message>
        <source>touched by code (estimated)</source>
        <translation>von Code berührt (geschätzt)</translation>
    </message>
    <message>
        <source>In new runs, a sub-call at temperature 0 that was made before, word for word, gets the earlier reply. It costs nothing and is shown as cached.</source>
        <translation>In neuen Läufen bekommt ein Unteraufruf bei Temperatur 0, den es Wort für Wort schon gab, die frühere Antwort. Das kostet nichts und ist gekennzeichnet.</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>Stored session</source>
        <translation>Gespeicherte Sitzung</translation>
    </message>
    <message>
        <source>Forgets what is open now; traces stay where they are.</source>
        <translation>Vergisst, was jetzt offen ist; die Traces bleiben, wo sie sind.</translation>
    </message>
</context>
<context>
    <name>rlmscope::AboutDialog</name>
    <message>
        <source>About RLMScope</source>
        <translation>Über RLMScope</translation>
    </message>
    <message>
        <source>A workbench for recursive language models.</source>
        <translation>Eine Werkbank für rekursive Sprachmodelle.</translation>
    </message>
    <message>
        <source>The source is under the MIT licence. This program links QScintilla and is distributed as a whole under the GNU GPL version 3.</source>
        <translation>Der Quelltext steht unter der MIT-Lizenz. Dieses Programm bindet QScintilla ein und wird als Ganzes unter der GNU GPL, Version 3, verbreitet.</translation>
    </message>
    <message>
        <source>Versions and licences</source>
        <translation>Versionen und Lizenzen</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Bestandteil</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>Licences of what is bundled</source>
        <translation>Lizenzen des Mitgelieferten</translation>
    </message>
    <message>
        <source>Copy versions</source>
        <translation>Versionen kopieren</translation>
    </message>
</context>
<context>
    <name>rlmscope::AddProviderDialog</name>
    <message>
        <source>Needs a &amp;key</source>
        <translation>Braucht einen &amp;Schlüssel</translation>
    </message>
    <message>
        <source>Send the key over plain &amp;http: others on the way can read it</source>
        <translation>Den Schlüssel über unverschlüsseltes &amp;http senden: andere auf dem Weg können ihn lesen</translation>
    </message>
    <message>
        <source>Add a provider</source>
        <translation>Anbieter hinzufügen</translation>
    </message>
    <message>
        <source>work</source>
        <translation>arbeit</translation>
    </message>
    <message>
        <source>made from the word</source>
        <translation>wird aus dem Wort gebildet</translation>
    </message>
    <message>
        <source>the word</source>
        <translation>das Wort</translation>
    </message>
    <message>
        <source>&amp;Like</source>
        <translation>&amp;Wie</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <source>&amp;Word in runs</source>
        <translation>W&amp;ort in Läufen</translation>
    </message>
    <message>
        <source>&amp;Name to show</source>
        <translation>Angezeigter &amp;Name</translation>
    </message>
    <message>
        <source>&amp;Variable of the key</source>
        <translation>&amp;Variable des Schlüssels</translation>
    </message>
    <message>
        <source>Variable of the key</source>
        <translation>Variable des Schlüssels</translation>
    </message>
    <message>
        <source>API &amp;version</source>
        <translation>API-V&amp;ersion</translation>
    </message>
    <message>
        <source>the newest that is known</source>
        <translation>die neueste bekannte</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>A run names its models %1:MODEL.</source>
        <translation>Ein Lauf nennt seine Modelle %1:MODELL.</translation>
    </message>
    <message>
        <source>https://host/v1</source>
        <translation>https://rechner/v1</translation>
    </message>
</context>
<context>
    <name>rlmscope::AnswerPanel</name>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>Antwort kopieren</translation>
    </message>
    <message>
        <source>Show the answer rendered</source>
        <translation>Antwort gerendert zeigen</translation>
    </message>
    <message>
        <source>none yet at this moment</source>
        <translation>in diesem Moment noch keine</translation>
    </message>
</context>
<context>
    <name>rlmscope::BillTable</name>
    <message>
        <source>Tokens and cost of the call</source>
        <translation>Token und Kosten des Aufrufs</translation>
    </message>
    <message>
        <source>Input, fresh</source>
        <translation>Eingabe, neu</translation>
    </message>
    <message>
        <source>Input, from the cache</source>
        <translation>Eingabe, aus dem Cache</translation>
    </message>
    <message>
        <source>Input, written to the cache</source>
        <translation>Eingabe, in den Cache geschrieben</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>per million</source>
        <translation>je Million</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>   of it reasoning</source>
        <translation>   davon Überlegung</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>Cost of the reply</source>
        <translation>Kosten der Antwort</translation>
    </message>
    <message>
        <source>Failed attempts before it</source>
        <translation>Fehlgeschlagene Versuche davor</translation>
    </message>
    <message>
        <source>The provider reported no usage: what was reserved counts, an upper bound.</source>
        <translation>Der Anbieter hat keinen Verbrauch gemeldet: Es zählt das Reservierte, eine Obergrenze.</translation>
    </message>
</context>
<context>
    <name>rlmscope::BudgetModel</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>kein Limit</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 spent</source>
        <translation>%1 ausgegeben</translation>
    </message>
    <message>
        <source>%1 reserved for requests in flight</source>
        <translation>%1 reserviert für Anfragen unterwegs</translation>
    </message>
    <message>
        <source>%1 kept for the last answer</source>
        <translation>%1 zurückgelegt für die letzte Antwort</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>some prices are unknown: it is at least so much</source>
        <translation>einige Preise sind unbekannt: es ist mindestens so viel</translation>
    </message>
    <message>
        <source>simulated, nothing is paid</source>
        <translation>simuliert, kostenlos</translation>
    </message>
    <message>
        <source>over the limit</source>
        <translation>über dem Limit</translation>
    </message>
    <message>
        <source>Reserved for requests in flight: the most they can cost</source>
        <translation>Reserviert für Anfragen unterwegs: das Meiste, was sie kosten können</translation>
    </message>
    <message>
        <source>Kept for the best answer from what is known, when the limit is reached</source>
        <translation>Zurückgelegt für die beste Antwort aus dem Bekannten, wenn das Limit erreicht ist</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Ausgegeben</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Zurückgelegt</translation>
    </message>
    <message>
        <source>What new requests may still reserve: neither spent, nor reserved, nor kept</source>
        <translation>Was neue Anfragen noch reservieren dürfen: weder ausgegeben noch reserviert noch zurückgelegt</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>Verfügbar</translation>
    </message>
</context>
<context>
    <name>rlmscope::BudgetOptions</name>
    <message>
        <source>Tell the model at each turn what is &amp;left</source>
        <translation>Dem Modell in jeder Runde sagen, was ü&amp;brig ist</translation>
    </message>
    <message>
        <source>Reuse replies of earlier runs to the same words, at temperature 0</source>
        <translation>Antworten früherer Läufe auf dieselben Worte wiederverwenden, bei Temperatur 0</translation>
    </message>
    <message>
        <source>&amp;Spend</source>
        <translation>&amp;Ausgaben</translation>
    </message>
    <message>
        <source>USD</source>
        <translation>USD</translation>
    </message>
    <message>
        <source>Model &amp;calls</source>
        <translation>Modell&amp;aufrufe</translation>
    </message>
    <message>
        <source>R&amp;un time</source>
        <translation>La&amp;ufzeit</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
    <message>
        <source>Turns</source>
        <translation>Runden</translation>
    </message>
    <message>
        <source>/frame</source>
        <translation>/Frame</translation>
    </message>
    <message>
        <source>finish with the best answer so far</source>
        <translation>mit der besten Antwort bis dahin abschließen</translation>
    </message>
    <message>
        <source>stop without an answer</source>
        <translation>ohne Antwort stoppen</translation>
    </message>
    <message>
        <source>pause and ask me</source>
        <translation>anhalten und mich fragen</translation>
    </message>
    <message>
        <source>Room for one last call of the root is kept from the start.</source>
        <translation>Platz für einen letzten Aufruf des Root wird von Anfang an freigehalten.</translation>
    </message>
    <message>
        <source>At the limit</source>
        <translation>Am Limit</translation>
    </message>
    <message>
        <source>&amp;At the limit</source>
        <translation>A&amp;m Limit</translation>
    </message>
    <message>
        <source>More limits</source>
        <translation>Mehr Limits</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>in + out</source>
        <translation>ein + aus</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Frames</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Token ein</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Token aus</translation>
    </message>
    <message>
        <source>Cell memory</source>
        <translation>Zellspeicher</translation>
    </message>
    <message>
        <source>GB</source>
        <translation>GB</translation>
    </message>
    <message>
        <source>Each child frame, with all below it</source>
        <translation>Jeder Kind-Frame mit allem darunter</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Model calls</source>
        <translation>Modellaufrufe</translation>
    </message>
    <message>
        <source>Ask me before a fan-out of this size or more</source>
        <translation>Vor einem Fächer ab dieser Größe fragen</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>Schätzung</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>Frames</translation>
    </message>
    <message>
        <source>child frames</source>
        <translation>Kind-Frames</translation>
    </message>
    <message>
        <source>approval</source>
        <translation>Freigabe</translation>
    </message>
    <message>
        <source>told to the model</source>
        <translation>dem Modell gesagt</translation>
    </message>
    <message>
        <source>replies reused</source>
        <translation>Antworten wiederverwendet</translation>
    </message>
    <message>
        <source>tokens, child frames, approval of fan-outs</source>
        <translation>Token, Kind-Frames, Freigabe von Fächern</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not an amount of USD above 0.</source>
        <translation>„%1“ ist kein Betrag in USD über 0.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a whole number above 0.</source>
        <translation>„%1“ ist keine ganze Zahl über 0.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a number above 0.</source>
        <translation>„%1“ ist keine Zahl über 0.</translation>
    </message>
</context>
<context>
    <name>rlmscope::BudgetStrip</name>
    <message>
        <source>Limits of the run</source>
        <translation>Limits des Laufs</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>No longer guaranteed</source>
        <translation>Nicht mehr garantiert</translation>
    </message>
    <message>
        <source>A call used more than was reserved for it: an overrun.</source>
        <translation>Ein Aufruf hat mehr verbraucht, als für ihn reserviert war: eine Überschreitung.</translation>
    </message>
    <message>
        <source>Best effort</source>
        <translation>Nach bestem Bemühen</translation>
    </message>
    <message>
        <source>A provider of this run ignores output caps, so a call may cost more than was reserved for it.</source>
        <translation>Ein Anbieter dieses Laufs beachtet Ausgabegrenzen nicht; ein Aufruf kann also mehr kosten, als für ihn reserviert war.</translation>
    </message>
    <message>
        <source>Guaranteed</source>
        <translation>Garantiert</translation>
    </message>
    <message>
        <source>Before each request the most it can cost is reserved: these limits are not passed.</source>
        <translation>Vor jeder Anfrage wird reserviert, was sie höchstens kosten kann: Diese Limits werden nicht überschritten.</translation>
    </message>
</context>
<context>
    <name>rlmscope::BurnDown</name>
    <message>
        <source>Budget over time</source>
        <translation>Budget im Lauf der Zeit</translation>
    </message>
    <message>
        <source>%1: %2 of %3 left</source>
        <translation>%1: %2 von %3 übrig</translation>
    </message>
    <message>
        <source>%1: %2 spent, no limit</source>
        <translation>%1: %2 ausgegeben, kein Limit</translation>
    </message>
    <message>
        <source> after %1</source>
        <translation> nach %1</translation>
    </message>
    <message>
        <source>, simulated</source>
        <translation>, simuliert</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 übrig</translation>
    </message>
    <message>
        <source>%1 spent</source>
        <translation>%1 ausgegeben</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>simulated</source>
        <translation>simuliert</translation>
    </message>
    <message>
        <source>over the limit</source>
        <translation>über dem Limit</translation>
    </message>
</context>
<context>
    <name>rlmscope::CallPage</name>
    <message>
        <source>%1, ≈ %2 tokens</source>
        <translation>%1, ≈ %2 Token</translation>
    </message>
    <message numerus="yes">
        <source>%n image(s)</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) of the provider</source>
        <translation>
            <numerusform>%n Teil des Anbieters</numerusform>
            <numerusform>%n Teile des Anbieters</numerusform>
        </translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>No model call belongs to this row.</source>
        <translation>Zu dieser Zeile gehört kein Modellaufruf.</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Copy the prompt</source>
        <translation>Prompt kopieren</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s), exactly as sent</source>
        <translation>
            <numerusform>%n Nachricht, genau wie gesendet</numerusform>
            <numerusform>%n Nachrichten, genau wie gesendet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) as before</source>
        <translation>
            <numerusform>%n Nachricht wie zuvor</numerusform>
            <numerusform>%n Nachrichten wie zuvor</numerusform>
        </translation>
    </message>
    <message>
        <source>≈ %1 tokens</source>
        <translation>≈ %1 Token</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) no longer sent</source>
        <translation>
            <numerusform>%n Nachricht nicht mehr gesendet</numerusform>
            <numerusform>%n Nachrichten nicht mehr gesendet</numerusform>
        </translation>
    </message>
    <message>
        <source>≈ %1 tokens of the previous call</source>
        <translation>≈ %1 Token des vorigen Aufrufs</translation>
    </message>
    <message>
        <source>Showing the first %1.</source>
        <translation>Gezeigt sind die ersten %1.</translation>
    </message>
    <message>
        <source>Text of the message</source>
        <translation>Text der Nachricht</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Überlegung</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Copy the reply</source>
        <translation>Antwort kopieren</translation>
    </message>
    <message>
        <source>not sent yet</source>
        <translation>noch nicht gesendet</translation>
    </message>
    <message>
        <source>streaming in</source>
        <translation>strömt herein</translation>
    </message>
    <message>
        <source>%1, which is %2</source>
        <translation>%1, das ist %2</translation>
    </message>
    <message>
        <source> (simulated)</source>
        <translation> (simuliert)</translation>
    </message>
    <message>
        <source>answered as %1</source>
        <translation>geantwortet als %1</translation>
    </message>
    <message>
        <source>first token after %1</source>
        <translation>erstes Token nach %1</translation>
    </message>
    <message>
        <source>request %1</source>
        <translation>Anfrage %1</translation>
    </message>
    <message>
        <source>Asked for as rlm_query; at the depth limit it became a plain sub-call.</source>
        <translation>Als rlm_query verlangt; an der Tiefengrenze wurde daraus ein einfacher Unteraufruf.</translation>
    </message>
    <message>
        <source>Attempt %1 failed: %2</source>
        <translation>Versuch %1 schlug fehl: %2</translation>
    </message>
    <message>
        <source>; waited %1</source>
        <translation>; gewartet %1</translation>
    </message>
    <message>
        <source>; cost %1</source>
        <translation>; Kosten %1</translation>
    </message>
    <message>
        <source>; cost nothing</source>
        <translation>; kostete nichts</translation>
    </message>
    <message>
        <source>Waited: %1</source>
        <translation>Gewartet: %1</translation>
    </message>
</context>
<context>
    <name>rlmscope::CallTreeHeader</name>
    <message>
        <source>Columns of the call tree</source>
        <translation>Spalten des Aufrufbaums</translation>
    </message>
</context>
<context>
    <name>rlmscope::CallTreeModel</name>
    <message>
        <source>queued</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>ok</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>At least %1; some prices are unknown</source>
        <translation>Mindestens %1; einige Preise sind unbekannt</translation>
    </message>
    <message>
        <source>This reply was known: nothing was paid for it.</source>
        <translation>Diese Antwort war bekannt: für sie wurde nichts bezahlt.</translation>
    </message>
    <message>
        <source>Estimated: no usage was reported, this is what was reserved.</source>
        <translation>Geschätzt: Es wurde kein Verbrauch gemeldet, dies war reserviert.</translation>
    </message>
    <message>
        <source>%1 of it by the node itself</source>
        <translation>%1 davon durch den Knoten selbst</translation>
    </message>
    <message>
        <source>root</source>
        <translation>root</translation>
    </message>
    <message>
        <source>rlm_query</source>
        <translation>rlm_query</translation>
    </message>
    <message>
        <source>Turn %1</source>
        <translation>Runde %1</translation>
    </message>
    <message>
        <source>Cell %1</source>
        <translation>Zelle %1</translation>
    </message>
    <message>
        <source>llm_query</source>
        <translation>llm_query</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n Zeile</numerusform>
            <numerusform>%n Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>last answer, forced</source>
        <translation>letzte Antwort, erzwungen</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>%1 in, %2 out, %3 cached</source>
        <translation>%1 ein, %2 aus, %3 aus dem Cache</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>aufgezeichnet</translation>
    </message>
    <message>
        <source>cached</source>
        <translation>aus dem Cache</translation>
    </message>
    <message>
        <source>replayed</source>
        <translation>wiederholt</translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n Versuch</numerusform>
            <numerusform>%n Versuche</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n fehlgeschlagen</numerusform>
            <numerusform>%n fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 ok</source>
        <translation>%1 ok</translation>
    </message>
    <message>
        <source>%1 running</source>
        <translation>%1 laufen</translation>
    </message>
    <message>
        <source>%1 ok, %2 failed, %3 running, %4 queued</source>
        <translation>%1 ok, %2 fehlgeschlagen, %3 laufen, %4 warten</translation>
    </message>
    <message numerus="yes">
        <source>%n retried</source>
        <translation>
            <numerusform>%n wiederholt</numerusform>
            <numerusform>%n wiederholt</numerusform>
        </translation>
    </message>
    <message>
        <source>Of each row alone. Click for the sums with everything below it.</source>
        <translation>Von jeder Zeile allein. Ein Klick zeigt die Summen mit allem darunter.</translation>
    </message>
    <message>
        <source>With everything below each row. Click for each row alone.</source>
        <translation>Mit allem unter jeder Zeile. Ein Klick zeigt jede Zeile allein.</translation>
    </message>
    <message>
        <source>Call tree</source>
        <translation>Aufrufbaum</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>Own cost</source>
        <translation>Eigene Kosten</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Own tok.</source>
        <translation>Eig. Tok.</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>bookmarked</source>
        <translation>mit Lesezeichen</translation>
    </message>
    <message>
        <source>note: %1</source>
        <translation>Notiz: %1</translation>
    </message>
    <message>
        <source>matches</source>
        <translation>passt</translation>
    </message>
    <message>
        <source>%1 of %2 match</source>
        <translation>%1 von %2 passen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message numerus="yes">
        <source>%n tried again</source>
        <translation>
            <numerusform>%n erneut versucht</numerusform>
            <numerusform>%n erneut versucht</numerusform>
        </translation>
    </message>
    <message>
        <source>Time: %1 to %2, median %3</source>
        <translation>Zeit: %1 bis %2, Median %3</translation>
    </message>
    <message>
        <source>Cost: %1 to %2, median %3, together %4</source>
        <translation>Kosten: %1 bis %2, Median %3, zusammen %4</translation>
    </message>
    <message numerus="yes">
        <source>%n at once at most</source>
        <translation>
            <numerusform>höchstens %n gleichzeitig</numerusform>
            <numerusform>höchstens %n gleichzeitig</numerusform>
        </translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>RLM, depth %1</source>
        <translation>RLM, Tiefe %1</translation>
    </message>
</context>
<context>
    <name>rlmscope::CallTreeView</name>
    <message>
        <source>level %1, frame depth %2</source>
        <translation>Ebene %1, Frame-Tiefe %2</translation>
    </message>
    <message>
        <source>cost %1</source>
        <translation>Kosten %1</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Token</translation>
    </message>
    <message>
        <source>time %1</source>
        <translation>Zeit %1</translation>
    </message>
    <message>
        <source>Call tree</source>
        <translation>Aufrufbaum</translation>
    </message>
    <message>
        <source>Simulated model: a made-up price, nothing was paid.</source>
        <translation>Simuliertes Modell: ein erfundener Preis, nichts wurde bezahlt.</translation>
    </message>
    <message>
        <source>Waiting for the first turn of root.</source>
        <translation>Warten auf die erste Runde von root.</translation>
    </message>
    <message>
        <source>No run is open. New run, or open a trace.</source>
        <translation>Kein Lauf ist offen. Neuer Lauf, oder einen Trace öffnen.</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>Baum</translation>
    </message>
    <message>
        <source>← →</source>
        <translation>← →</translation>
    </message>
    <message>
        <source>fold</source>
        <translation>klappen</translation>
    </message>
    <message>
        <source>* /</source>
        <translation>* /</translation>
    </message>
    <message>
        <source>unfold, fold all below</source>
        <translation>alles darunter aus-, einklappen</translation>
    </message>
    <message>
        <source>↑ ↓ Home End</source>
        <translation>↑ ↓ Pos1 Ende</translation>
    </message>
    <message>
        <source>move</source>
        <translation>bewegen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>open in the inspector</source>
        <translation>im Inspektor öffnen</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Ctrl+F</source>
        <translation>Strg+F</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>filtern</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>Notiz: %1</translation>
    </message>
    <message>
        <source>Opening the trace…</source>
        <translation>Der Trace wird geöffnet…</translation>
    </message>
    <message>
        <source>, %1 of %2</source>
        <translation>, %1 von %2</translation>
    </message>
    <message>
        <source>Columns of the call tree</source>
        <translation>Spalten des Aufrufbaums</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Token ein</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Token aus</translation>
    </message>
    <message>
        <source>Tokens from the cache</source>
        <translation>Token aus dem Cache</translation>
    </message>
    <message>
        <source>Critical path under the bars</source>
        <translation>Kritischer Pfad unter den Balken</translation>
    </message>
    <message>
        <source>Cost and tokens of each row alone</source>
        <translation>Kosten und Token jeder Zeile allein</translation>
    </message>
    <message>
        <source>Reset the columns</source>
        <translation>Spalten zurücksetzen</translation>
    </message>
</context>
<context>
    <name>rlmscope::CellPage</name>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>Code kopieren</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Copy the output</source>
        <translation>Ausgabe kopieren</translation>
    </message>
    <message>
        <source>Output of the cell</source>
        <translation>Ausgabe der Zelle</translation>
    </message>
    <message>
        <source>Calls of trusted tools</source>
        <translation>Aufrufe vertrauter Werkzeuge</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n Zeile</numerusform>
            <numerusform>%n Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>showing the first %1 of %2</source>
        <translation>zeigt die ersten %1 von %2</translation>
    </message>
    <message>
        <source> · Python ran %1</source>
        <translation> · Python lief %1</translation>
    </message>
    <message>
        <source>%1(%2) %3 %4 · %5</source>
        <translation>%1(%2) %3 %4 · %5</translation>
    </message>
    <message>
        <source>failed:</source>
        <translation>fehlgeschlagen:</translation>
    </message>
    <message>
        <source>%1 of %2 calls</source>
        <translation>%1 von %2 Aufrufen</translation>
    </message>
</context>
<context>
    <name>rlmscope::CodeView</name>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>Suchen…</translation>
    </message>
    <message>
        <source>Fold all</source>
        <translation>Alles einklappen</translation>
    </message>
    <message>
        <source>Unfold all</source>
        <translation>Alles ausklappen</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
</context>
<context>
    <name>rlmscope::ComparedModel</name>
    <message>
        <source>same</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Score, %1</source>
        <translation>Bewertung, %1</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Token ein</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Token aus</translation>
    </message>
    <message>
        <source>Cached tokens</source>
        <translation>Token aus dem Cache</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Model calls</source>
        <translation>Modellaufrufe</translation>
    </message>
    <message>
        <source>Sub-calls</source>
        <translation>Unteraufrufe</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Frames</translation>
    </message>
    <message>
        <source>Turns</source>
        <translation>Runden</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>Failed nodes</source>
        <translation>Fehlgeschlagene Knoten</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>Strategie</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>change</source>
        <translation>Änderung</translation>
    </message>
</context>
<context>
    <name>rlmscope::ContextPanel</name>
    <message>
        <source>Read by</source>
        <translation>Gelesen von</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Previous gap</source>
        <translation>Vorige Lücke</translation>
    </message>
    <message>
        <source>Next gap</source>
        <translation>Nächste Lücke</translation>
    </message>
    <message>
        <source>Find in this document (Ctrl+F)</source>
        <translation>In diesem Dokument suchen (Strg+F)</translation>
    </message>
    <message>
        <source>The stretch before that no model read</source>
        <translation>Das vorige Stück, das kein Modell las</translation>
    </message>
    <message>
        <source>The next stretch that no model read</source>
        <translation>Das nächste Stück, das kein Modell las</translation>
    </message>
    <message>
        <source>Text of the context</source>
        <translation>Text des Kontexts</translation>
    </message>
    <message>
        <source>This document is empty.</source>
        <translation>Dieses Dokument ist leer.</translation>
    </message>
    <message>
        <source>Reply of the call</source>
        <translation>Antwort des Aufrufs</translation>
    </message>
    <message>
        <source>Reading the context…</source>
        <translation>Der Kontext wird gelesen…</translation>
    </message>
    <message>
        <source>Waiting for the context of the run.</source>
        <translation>Warten auf den Kontext des Laufs.</translation>
    </message>
    <message>
        <source>matching: %1</source>
        <translation>Abgleich: %1</translation>
    </message>
    <message>
        <source>reading: %1</source>
        <translation>gelesen: %1</translation>
    </message>
    <message>
        <source>Read by %1</source>
        <translation>Gelesen von %1</translation>
    </message>
    <message>
        <source>choose a line to see who received it</source>
        <translation>eine Zeile wählen, um zu sehen, wer sie bekam</translation>
    </message>
    <message>
        <source>%1 shown</source>
        <translation>%1 gezeigt</translation>
    </message>
    <message>
        <source>calls that received the selection</source>
        <translation>Aufrufe, die die Auswahl bekamen</translation>
    </message>
    <message>
        <source>What %1 answered</source>
        <translation>Was %1 antwortete</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Read by no model</source>
        <translation>Von keinem Modell gelesen</translation>
    </message>
</context>
<context>
    <name>rlmscope::CostScale</name>
    <message>
        <source>What this can cost</source>
        <translation>Was das kosten kann</translation>
    </message>
    <message>
        <source>read once</source>
        <translation>einmal gelesen</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>Limit</translation>
    </message>
</context>
<context>
    <name>rlmscope::CoverageFilesModel</name>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Read by a model</source>
        <translation>Von einem Modell gelesen</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Never read</source>
        <translation>Nie gelesen</translation>
    </message>
    <message>
        <source>Documents of the context</source>
        <translation>Dokumente des Kontexts</translation>
    </message>
    <message>
        <source>The context has no documents.</source>
        <translation>Der Kontext hat keine Dokumente.</translation>
    </message>
</context>
<context>
    <name>rlmscope::CoverageJob</name>
    <message>
        <source>The run has not begun.</source>
        <translation>Der Lauf hat noch nicht begonnen.</translation>
    </message>
    <message>
        <source>This run has no context: there is nothing that could be read or missed.</source>
        <translation>Dieser Lauf hat keinen Kontext: Es gibt nichts, das gelesen oder übersehen werden könnte.</translation>
    </message>
    <message>
        <source>The trace does not hold the context, only its size (%1): the log it was made from did not keep it.</source>
        <translation>Der Trace enthält den Kontext nicht, nur seine Größe (%1): Das Protokoll, aus dem er stammt, hat ihn nicht aufgehoben.</translation>
    </message>
    <message>
        <source>The context is still being stored in the trace. Its coverage appears when it is there.</source>
        <translation>Der Kontext wird noch im Trace gespeichert. Seine Abdeckung erscheint, wenn er da ist.</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) of the context cannot be read</source>
        <translation>
            <numerusform>%n Dokument des Kontexts ist nicht zu lesen</numerusform>
            <numerusform>%n Dokumente des Kontexts sind nicht zu lesen</numerusform>
        </translation>
    </message>
    <message>
        <source> (%1: %2)</source>
        <translation> (%1: %2)</translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s) or output(s) are not in the trace; what they held is not counted</source>
        <translation>
            <numerusform>%n Prompt oder Ausgabe ist nicht im Trace; der Inhalt ist nicht gezählt</numerusform>
            <numerusform>%n Prompts oder Ausgaben sind nicht im Trace; ihr Inhalt ist nicht gezählt</numerusform>
        </translation>
    </message>
    <message>
        <source>there are more reads than are kept; the first %1 ranges are shown</source>
        <translation>es gibt mehr Lesungen, als aufgehoben werden; die ersten %1 Bereiche sind gezeigt</translation>
    </message>
    <message>
        <source>document %1</source>
        <translation>Dokument %1</translation>
    </message>
    <message>
        <source>the context</source>
        <translation>der Kontext</translation>
    </message>
    <message>
        <source>bytes %1 to %2</source>
        <translation>Byte %1 bis %2</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>Zeile %1</translation>
    </message>
    <message>
        <source>lines %1 to %2</source>
        <translation>Zeilen %1 bis %2</translation>
    </message>
</context>
<context>
    <name>rlmscope::CoverageLegend</name>
    <message>
        <source>never read</source>
        <translation>nie gelesen</translation>
    </message>
    <message>
        <source>once</source>
        <translation>einmal</translation>
    </message>
    <message>
        <source>twice or more</source>
        <translation>zweimal oder öfter</translation>
    </message>
    <message>
        <source>maybe (repeated text)</source>
        <translation>vielleicht (wiederholter Text)</translation>
    </message>
    <message>
        <source>code only (estimated)</source>
        <translation>nur Code (geschätzt)</translation>
    </message>
    <message>
        <source>chosen in the tree</source>
        <translation>im Baum gewählt</translation>
    </message>
    <message>
        <source>Legend of the map: outline never read, light once, dark twice or more, half filled maybe, dot touched by code only, underlined chosen in the tree</source>
        <translation>Legende der Karte: umrissen nie gelesen, hell einmal, dunkel zweimal oder öfter, halb gefüllt vielleicht, Punkt nur von Code berührt, unterstrichen im Baum gewählt</translation>
    </message>
</context>
<context>
    <name>rlmscope::CoverageMap</name>
    <message>
        <source>Coverage map</source>
        <translation>Karte der Abdeckung</translation>
    </message>
    <message>
        <source>Arrows move, G goes to the next gap, Enter opens the call.</source>
        <translation>Pfeile bewegen, G geht zur nächsten Lücke, Eingabe öffnet den Aufruf.</translation>
    </message>
    <message>
        <source>one line</source>
        <translation>eine Zeile</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 Zeilen</translation>
    </message>
    <message>
        <source>one square is %1, one row is %2</source>
        <translation>ein Quadrat ist %1, eine Reihe ist %2</translation>
    </message>
</context>
<context>
    <name>rlmscope::CoverageReadersModel</name>
    <message>
        <source>maybe: repeated text</source>
        <translation>vielleicht: wiederholter Text</translation>
    </message>
    <message>
        <source>the line</source>
        <translation>die Zeile</translation>
    </message>
    <message>
        <source>%1 of it</source>
        <translation>%1 davon</translation>
    </message>
    <message>
        <source>shown: %1</source>
        <translation>gezeigt: %1</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Aufruf</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Bekam</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Calls that received the selection</source>
        <translation>Aufrufe, die die Auswahl bekamen</translation>
    </message>
    <message>
        <source>Nobody read this.</source>
        <translation>Das hat niemand gelesen.</translation>
    </message>
    <message>
        <source>≈ scans all of it</source>
        <translation>≈ geht alles durch</translation>
    </message>
    <message numerus="yes">
        <source>all %1 line(s)</source>
        <translation>
            <numerusform>alle %1 Zeile</numerusform>
            <numerusform>alle %1 Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>to its REPL: %1</source>
        <translation>an seine REPL: %1</translation>
    </message>
    <message>
        <source>≈ by code</source>
        <translation>≈ durch Code</translation>
    </message>
</context>
<context>
    <name>rlmscope::CoverageStrip</name>
    <message>
        <source>Coverage of all documents as one strip</source>
        <translation>Abdeckung aller Dokumente als ein Streifen</translation>
    </message>
    <message>
        <source>%1 was read by a model</source>
        <translation>%1 wurde von einem Modell gelesen</translation>
    </message>
</context>
<context>
    <name>rlmscope::CoverageView</name>
    <message>
        <source>Coverage</source>
        <translation>Abdeckung</translation>
    </message>
    <message>
        <source>sorted by a click on a column</source>
        <translation>ein Klick auf eine Spalte sortiert</translation>
    </message>
    <message>
        <source>Read by a model</source>
        <translation>Von einem Modell gelesen</translation>
    </message>
    <message>
        <source>Sent to a call or shown to a model in the output of a cell: found word for word in what it received. A line counts when at least half of it was.</source>
        <translation>An einen Aufruf gesendet oder einem Modell in der Ausgabe einer Zelle gezeigt: Wort für Wort in dem gefunden, was es bekam. Eine Zeile zählt, wenn mindestens ihre Hälfte darin war.</translation>
    </message>
    <message>
        <source>Read twice or more</source>
        <translation>Zweimal oder öfter gelesen</translation>
    </message>
    <message>
        <source>Received by two calls or more.</source>
        <translation>Von zwei oder mehr Aufrufen empfangen.</translation>
    </message>
    <message>
        <source>Never read</source>
        <translation>Nie gelesen</translation>
    </message>
    <message>
        <source>No model received it. Code may have touched it.</source>
        <translation>Kein Modell hat es bekommen. Code kann es berührt haben.</translation>
    </message>
    <message>
        <source>Cost per 1,000 lines</source>
        <translation>Kosten je 1.000 Zeilen</translation>
    </message>
    <message>
        <source>What the whole run has cost, over the lines that were read.</source>
        <translation>Was der ganze Lauf kostete, über die gelesenen Zeilen.</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Byte</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>Enter shows the map of a document</source>
        <translation>Eingabe zeigt die Karte eines Dokuments</translation>
    </message>
    <message>
        <source>Waiting for the context of the run.</source>
        <translation>Warten auf den Kontext des Laufs.</translation>
    </message>
    <message>
        <source>No run is open.</source>
        <translation>Kein Lauf ist offen.</translation>
    </message>
    <message>
        <source>Reading the context: %1</source>
        <translation>Der Kontext wird gelesen: %1</translation>
    </message>
    <message>
        <source>Looking for the context in what models received: %1</source>
        <translation>Der Kontext wird in dem gesucht, was Modelle bekamen: %1</translation>
    </message>
    <message numerus="yes">
        <source>All %n document(s)</source>
        <translation>
            <numerusform>Alle %n Dokument</numerusform>
            <numerusform>Alle %n Dokumente</numerusform>
        </translation>
    </message>
    <message>
        <source>Coverage of the context</source>
        <translation>Abdeckung des Kontexts</translation>
    </message>
    <message>
        <source>Coverage of %1</source>
        <translation>Abdeckung von %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 Zeilen</translation>
    </message>
    <message>
        <source>%1, %2 of them maybe</source>
        <translation>%1, %2 davon vielleicht</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>simulated</source>
        <translation>simuliert</translation>
    </message>
    <message>
        <source>%1 were never read by a model</source>
        <translation>%1 hat nie ein Modell gelesen</translation>
    </message>
    <message>
        <source>code touched %1 of them (estimated)</source>
        <translation>Code hat %1 davon berührt (geschätzt)</translation>
    </message>
    <message>
        <source>Every part of it was read by a model</source>
        <translation>Jeder Teil wurde von einem Modell gelesen</translation>
    </message>
    <message>
        <source>Nothing is selected: click a square, or use the arrow keys.</source>
        <translation>Nichts ist gewählt: ein Quadrat anklicken oder die Pfeiltasten benutzen.</translation>
    </message>
    <message>
        <source>Selected: %1</source>
        <translation>Gewählt: %1</translation>
    </message>
    <message numerus="yes">
        <source>read by %n call(s)</source>
        <translation>
            <numerusform>von %n Aufruf gelesen</numerusform>
            <numerusform>von %n Aufrufen gelesen</numerusform>
        </translation>
    </message>
    <message>
        <source>read by no model, touched by code only</source>
        <translation>von keinem Modell gelesen, nur von Code berührt</translation>
    </message>
    <message>
        <source>read by nobody</source>
        <translation>von niemandem gelesen</translation>
    </message>
    <message numerus="yes">
        <source>%1 line(s)</source>
        <translation>
            <numerusform>%1 Zeile</numerusform>
            <numerusform>%1 Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>1 line was never read by a model</source>
        <translation>1 Zeile hat nie ein Modell gelesen</translation>
    </message>
    <message>
        <source>%1 lines were never read by a model</source>
        <translation>%1 Zeilen hat nie ein Modell gelesen</translation>
    </message>
    <message numerus="yes">
        <source>%1 gap(s); the longest: %2. G goes to the next.</source>
        <translation>
            <numerusform>%1 Lücke; die längste: %2. G geht zur nächsten.</numerusform>
            <numerusform>%1 Lücken; die längste: %2. G geht zur nächsten.</numerusform>
        </translation>
    </message>
    <message>
        <source>code scans all of it once (estimated)</source>
        <translation>Code geht alles einmal durch (geschätzt)</translation>
    </message>
    <message numerus="yes">
        <source>code scans all of it %1 time(s) (estimated)</source>
        <translation>
            <numerusform>Code geht alles %1 Mal durch (geschätzt)</numerusform>
            <numerusform>Code geht alles %1 Mal durch (geschätzt)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rlmscope::DecisionBar</name>
    <message>
        <source>USD</source>
        <translation>USD</translation>
    </message>
    <message>
        <source>calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>Frames</translation>
    </message>
    <message>
        <source>turns of each frame</source>
        <translation>Runden jedes Frames</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>A frame has used up its %1</source>
        <translation>Ein Frame hat %1 aufgebraucht</translation>
    </message>
    <message>
        <source>The limit of %1 leaves no room for the next call</source>
        <translation>Das Limit von %1 lässt keinen Platz für den nächsten Aufruf</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>höchstens %1</translation>
    </message>
    <message>
        <source>at a price that is not known</source>
        <translation>zu einem unbekannten Preis</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) wait for your approval, %1</source>
        <translation>
            <numerusform>%n Aufruf wartet auf Freigabe, %1</numerusform>
            <numerusform>%n Aufrufe warten auf Freigabe, %1</numerusform>
        </translation>
    </message>
    <message>
        <source> (simulated)</source>
        <translation> (simuliert)</translation>
    </message>
    <message numerus="yes">
        <source>nothing is being sent · %n more question(s)</source>
        <translation>
            <numerusform>nichts wird gesendet · %n weitere Frage</numerusform>
            <numerusform>nichts wird gesendet · %n weitere Fragen</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing is being sent</source>
        <translation>nichts wird gesendet</translation>
    </message>
    <message>
        <source>Show who asks: %1</source>
        <translation>Zeigen, wer fragt: %1</translation>
    </message>
    <message>
        <source>%1 spent + %2 worst case = %3%4</source>
        <translation>%1 ausgegeben + %2 im schlimmsten Fall = %3%4</translation>
    </message>
    <message>
        <source> of %1</source>
        <translation> von %1</translation>
    </message>
    <message>
        <source>%1 spent</source>
        <translation>%1 ausgegeben</translation>
    </message>
    <message numerus="yes">
        <source>Send %n call(s)</source>
        <translation>
            <numerusform>%n Aufruf senden</numerusform>
            <numerusform>%n Aufrufe senden</numerusform>
        </translation>
    </message>
    <message>
        <source>The calls leave; what they cost at most is reserved first</source>
        <translation>Die Aufrufe gehen hinaus; was sie höchstens kosten, wird vorher reserviert</translation>
    </message>
    <message>
        <source>Refuse these calls</source>
        <translation>Diese Aufrufe ablehnen</translation>
    </message>
    <message>
        <source>The calls fail; the cell is told and goes on</source>
        <translation>Die Aufrufe schlagen fehl; die Zelle erfährt es und macht weiter</translation>
    </message>
    <message>
        <source>Stop the run</source>
        <translation>Den Lauf stoppen</translation>
    </message>
    <message>
        <source>The run ends without a last answer; the trace is kept and can be resumed</source>
        <translation>Der Lauf endet ohne letzte Antwort; der Trace bleibt und kann fortgesetzt werden</translation>
    </message>
    <message>
        <source>Raise to</source>
        <translation>Erhöhen auf</translation>
    </message>
    <message>
        <source>New limit in %1</source>
        <translation>Neues Limit in %1</translation>
    </message>
    <message>
        <source>Raise and go on</source>
        <translation>Erhöhen und weiter</translation>
    </message>
    <message>
        <source>What waits is sent as soon as it fits the new limit</source>
        <translation>Was wartet, wird gesendet, sobald es in das neue Limit passt</translation>
    </message>
    <message>
        <source>Finish with the best answer</source>
        <translation>Mit der besten Antwort abschließen</translation>
    </message>
    <message>
        <source>The root is asked for its best answer from what is known</source>
        <translation>Der Root wird nach seiner besten Antwort aus dem Bekannten gefragt</translation>
    </message>
    <message>
        <source>Stop here</source>
        <translation>Hier stoppen</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not an amount in %2.</source>
        <translation>„%1“ ist kein Betrag in %2.</translation>
    </message>
    <message>
        <source>The new limit must be higher than %1.</source>
        <translation>Das neue Limit muss höher sein als %1.</translation>
    </message>
    <message>
        <source>A higher limit holds for every frame of the run.</source>
        <translation>Ein höheres Limit gilt für jeden Frame des Laufs.</translation>
    </message>
    <message>
        <source>Child frames of %1, up to %2 tokens each in their first call; what they do then is not known.</source>
        <translation>Kind-Frames mit %1, im ersten Aufruf je bis zu %2 Token; was sie danach tun, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Sub-calls to %1, up to %2 tokens each.</source>
        <translation>Unteraufrufe an %1, je bis zu %2 Token.</translation>
    </message>
    <message>
        <source>%1 in flight</source>
        <translation>%1 unterwegs</translation>
    </message>
    <message>
        <source>%1 kept for the answer</source>
        <translation>%1 für die Antwort zurückgelegt</translation>
    </message>
    <message>
        <source>%1 next call</source>
        <translation>%1 nächster Aufruf</translation>
    </message>
</context>
<context>
    <name>rlmscope::DiffLines</name>
    <message>
        <source>First difference</source>
        <translation>Erster Unterschied</translation>
    </message>
</context>
<context>
    <name>rlmscope::EngineLauncher</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
</context>
<context>
    <name>rlmscope::EstimateButton</name>
    <message>
        <source>%1: %2 less, estimated</source>
        <translation>%1: %2 weniger, geschätzt</translation>
    </message>
</context>
<context>
    <name>rlmscope::FanOutBars</name>
    <message>
        <source>Time of each sub-call</source>
        <translation>Zeit jedes Unteraufrufs</translation>
    </message>
    <message numerus="yes">
        <source>%n bar(s); left and right choose one</source>
        <translation>
            <numerusform>%n Balken; links und rechts wählen einen aus</numerusform>
            <numerusform>%n Balken; links und rechts wählen einen aus</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation>%1 von %2: %3</translation>
    </message>
</context>
<context>
    <name>rlmscope::FanOutStrip</name>
    <message>
        <source>Sub-calls of the cell</source>
        <translation>Unteraufrufe der Zelle</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>Slowest</source>
        <translation>Langsamster</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>No sub-call belongs to what is chosen. Choose a cell that made some, or one of them.</source>
        <translation>Zur Auswahl gehört kein Unteraufruf. Eine Zelle mit Unteraufrufen oder einen Unteraufruf auswählen.</translation>
    </message>
    <message numerus="yes">
        <source>%n child frame(s)</source>
        <translation>
            <numerusform>%n Kind-Frame</numerusform>
            <numerusform>%n Kind-Frames</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sub-call(s)</source>
        <translation>
            <numerusform>%n Unteraufruf</numerusform>
            <numerusform>%n Unteraufrufe</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 tokens in, %2 out on average</source>
        <translation>im Mittel %1 Token ein, %2 aus</translation>
    </message>
    <message>
        <source>%1 max</source>
        <translation>max. %1</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>%1 ok</source>
        <translation>%1 ok</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1 tried again</source>
        <translation>%1 erneut versucht</translation>
    </message>
    <message>
        <source>%1 running</source>
        <translation>%1 laufen</translation>
    </message>
    <message>
        <source>%1 queued</source>
        <translation>%1 warten</translation>
    </message>
    <message>
        <source>%1 stopped</source>
        <translation>%1 gestoppt</translation>
    </message>
    <message>
        <source>Each cost %1 to %2, the median %3; each took %4 to %5.</source>
        <translation>Jeder kostete %1 bis %2, der Median %3; jeder dauerte %4 bis %5.</translation>
    </message>
</context>
<context>
    <name>rlmscope::FilterBar</name>
    <message>
        <source>Question asked of the call tree</source>
        <translation>Frage an den Aufrufbaum</translation>
    </message>
    <message>
        <source>Nodes that match</source>
        <translation>Passende Knoten</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtern</translation>
    </message>
    <message>
        <source>Only what matches, with the rows above it</source>
        <translation>Nur, was passt, mit den Zeilen darüber</translation>
    </message>
    <message>
        <source>Highlight</source>
        <translation>Hervorheben</translation>
    </message>
    <message>
        <source>All rows; those that match are marked</source>
        <translation>Alle Zeilen; passende sind gekennzeichnet</translation>
    </message>
    <message>
        <source>Previous match (Shift+F3)</source>
        <translation>Voriger Treffer (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Next match (F3)</source>
        <translation>Nächster Treffer (F3)</translation>
    </message>
    <message>
        <source>Clear filter (Esc)</source>
        <translation>Filter löschen (Esc)</translation>
    </message>
    <message>
        <source>%1 nodes</source>
        <translation>%1 Knoten</translation>
    </message>
    <message>
        <source>reading texts, %1</source>
        <translation>liest Texte, %1</translation>
    </message>
    <message>
        <source>Clear (Esc)</source>
        <translation>Löschen (Esc)</translation>
    </message>
    <message>
        <source>all rows are shown at an earlier moment</source>
        <translation>in einem früheren Moment sind alle Zeilen zu sehen</translation>
    </message>
    <message>
        <source>Words, or kind:cell cost&gt;0.01 status:failed …</source>
        <translation>Wörter oder kind:cell cost&gt;0.01 status:failed …</translation>
    </message>
</context>
<context>
    <name>rlmscope::FindBar</name>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Find in the text</source>
        <translation>Im Text suchen</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>Groß/klein</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Regulärer Ausdruck</translation>
    </message>
    <message>
        <source>Previous (Shift+F3)</source>
        <translation>Zurück (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Next (F3)</source>
        <translation>Weiter (F3)</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
</context>
<context>
    <name>rlmscope::FirstGuide</name>
    <message>
        <source>This row is the root frame</source>
        <translation>Diese Zeile ist der Root-Frame</translation>
    </message>
    <message>
        <source>It got the question, but not the context: that lies as a variable in its own Python. What it did is below it; the blue line at the left belongs to it.</source>
        <translation>Er bekam die Frage, aber nicht den Kontext: Der liegt als Variable in seinem eigenen Python. Was er tat, steht darunter; die blaue Linie links gehört zu ihm.</translation>
    </message>
    <message>
        <source>A frame works in turns</source>
        <translation>Ein Frame arbeitet in Runden</translation>
    </message>
    <message>
        <source>In each turn the model reads what happened so far, writes code, and the code runs. The right side shows it: messages, code, output, variables.</source>
        <translation>In jeder Runde liest das Modell, was bisher geschah, schreibt Code, und der Code läuft. Die rechte Seite zeigt es: Nachrichten, Code, Ausgabe, Variablen.</translation>
    </message>
    <message>
        <source>This cell calls models</source>
        <translation>Diese Zelle ruft Modelle auf</translation>
    </message>
    <message>
        <source>Its code cuts the context into parts and asks a model about each part. So no prompt is ever long, however long the context is.</source>
        <translation>Ihr Code zerlegt den Kontext und fragt ein Modell nach jedem Teil. So wird kein Prompt lang, wie lang der Kontext auch ist.</translation>
    </message>
    <message>
        <source>This is recursion</source>
        <translation>Das ist die Rekursion</translation>
    </message>
    <message>
        <source>rlm_query starts a child frame: the same thing again with its own question, part of the context, Python and turns. A second line at the left = one level deeper.</source>
        <translation>rlm_query startet einen Kind-Frame: dasselbe noch einmal mit eigener Frage, einem Teil des Kontexts, eigenem Python und eigenen Runden. Eine zweite Linie links = eine Ebene tiefer.</translation>
    </message>
    <message>
        <source>This is a sub-call</source>
        <translation>Das ist ein Unteraufruf</translation>
    </message>
    <message>
        <source>llm_query asks a model once and gives its reply back to the code. rlm_query would start a whole child frame.</source>
        <translation>llm_query fragt ein Modell einmal und gibt die Antwort an den Code zurück. rlm_query würde einen ganzen Kind-Frame starten.</translation>
    </message>
    <message numerus="yes">
        <source>%n model call(s)</source>
        <translation>
            <numerusform>%n Modellaufruf</numerusform>
            <numerusform>%n Modellaufrufe</numerusform>
        </translation>
    </message>
    <message>
        <source>The answer is below the tree</source>
        <translation>Die Antwort steht unter dem Baum</translation>
    </message>
    <message>
        <source>It took %1 and %2 tokens. Ctrl+N starts a run over files of yours; F1 explains every view.</source>
        <translation>Sie brauchte %1 und %2 Token. Strg+N startet einen Lauf über eigene Dateien; F1 erklärt jede Ansicht.</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>&amp;Skip the guide</source>
        <translation>Führung ü&amp;berspringen</translation>
    </message>
    <message>
        <source>Guide of the first run</source>
        <translation>Führung durch den ersten Lauf</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Do&amp;ne</source>
        <translation>&amp;Fertig</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Weiter</translation>
    </message>
</context>
<context>
    <name>rlmscope::FoldBox</name>
    <message>
        <source>Fold: %1</source>
        <translation>Einklappen: %1</translation>
    </message>
    <message>
        <source>Unfold: %1</source>
        <translation>Ausklappen: %1</translation>
    </message>
</context>
<context>
    <name>rlmscope::FramePage</name>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>Copy the question</source>
        <translation>Frage kopieren</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>Antwort kopieren</translation>
    </message>
    <message>
        <source>Question of the frame</source>
        <translation>Frage des Frames</translation>
    </message>
    <message>
        <source>Answer of the frame</source>
        <translation>Antwort des Frames</translation>
    </message>
    <message>
        <source>showing the first %1 of %2</source>
        <translation>zeigt die ersten %1 von %2</translation>
    </message>
    <message>
        <source>Sandbox: %1</source>
        <translation>Sandbox: %1</translation>
    </message>
    <message>
        <source>Full sandbox: own files only, no network, no new processes.</source>
        <translation>Volle Sandbox: nur eigene Dateien, kein Netz, keine neuen Prozesse.</translation>
    </message>
    <message>
        <source>Partial sandbox.</source>
        <translation>Teilweise Sandbox.</translation>
    </message>
    <message>
        <source>No sandbox: only memory, processor time and file sizes are limited.</source>
        <translation>Keine Sandbox: nur Speicher, Prozessorzeit und Dateigrößen sind begrenzt.</translation>
    </message>
    <message>
        <source>Missing: %1.</source>
        <translation>Es fehlt: %1.</translation>
    </message>
    <message>
        <source>Strategy: %1</source>
        <translation>Strategie: %1</translation>
    </message>
    <message>
        <source>Model: %1%2</source>
        <translation>Modell: %1%2</translation>
    </message>
    <message>
        <source> (simulated)</source>
        <translation> (simuliert)</translation>
    </message>
    <message>
        <source>Context: %1</source>
        <translation>Kontext: %1</translation>
    </message>
    <message>
        <source>Tools: %1</source>
        <translation>Werkzeuge: %1</translation>
    </message>
    <message>
        <source>Everything below it: %1, %2 tokens in, %3 out</source>
        <translation>Alles darunter: %1, %2 Token ein, %3 aus</translation>
    </message>
    <message>
        <source>No answer yet.</source>
        <translation>Noch keine Antwort.</translation>
    </message>
    <message>
        <source>This frame ended without an answer.</source>
        <translation>Dieser Frame endete ohne Antwort.</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>Frame</translation>
    </message>
</context>
<context>
    <name>rlmscope::HelpWindow</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>In der Hilfe suchen</translation>
    </message>
    <message>
        <source>Help page</source>
        <translation>Hilfeseite</translation>
    </message>
    <message>
        <source>No page holds these words.</source>
        <translation>Keine Seite enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Back (Alt+Left)</source>
        <translation>Zurück (Alt+Links)</translation>
    </message>
    <message>
        <source>Forward (Alt+Right)</source>
        <translation>Vor (Alt+Rechts)</translation>
    </message>
</context>
<context>
    <name>rlmscope::HomePage</name>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>Run the example %1</source>
        <translation>Das Beispiel %1 ausführen</translation>
    </message>
    <message numerus="yes">
        <source>%n, all offline</source>
        <translation>
            <numerusform>%n, ohne Netz</numerusform>
            <numerusform>%n, alle ohne Netz</numerusform>
        </translation>
    </message>
    <message>
        <source>Add key…</source>
        <translation>Schlüssel hinzufügen…</translation>
    </message>
    <message>
        <source>Add a key for %1</source>
        <translation>Einen Schlüssel für %1 hinzufügen</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>wird geprüft…</translation>
    </message>
    <message>
        <source>checked just now</source>
        <translation>gerade geprüft</translation>
    </message>
    <message numerus="yes">
        <source>%n more provider(s), prices and roles…</source>
        <translation>
            <numerusform>%n weiterer Anbieter, Preise und Rollen…</numerusform>
            <numerusform>%n weitere Anbieter, Preise und Rollen…</numerusform>
        </translation>
    </message>
    <message>
        <source>Prices and roles…</source>
        <translation>Preise und Rollen…</translation>
    </message>
    <message>
        <source>Have files, or a trace?</source>
        <translation>Dateien oder ein Trace?</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>All runs (%1)…</source>
        <translation>Alle Läufe (%1)…</translation>
    </message>
    <message>
        <source>Drop them on the window: traces are opened, logs of other tools imported, other files and folders become the context of a new run. You see which before you drop.</source>
        <translation>Auf das Fenster ziehen: Traces werden geöffnet, Protokolle anderer Werkzeuge importiert, andere Dateien und Ordner werden der Kontext eines neuen Laufs. Was geschieht, steht vor dem Loslassen da.</translation>
    </message>
</context>
<context>
    <name>rlmscope::ImportBar</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>Imported so far</source>
        <translation>Bisher importiert</translation>
    </message>
    <message>
        <source>Importing %1</source>
        <translation>%1 wird importiert</translation>
    </message>
    <message numerus="yes">
        <source>Importing %1 of %n file(s)</source>
        <translation>
            <numerusform>%1 von %n Datei wird importiert</numerusform>
            <numerusform>%1 von %n Dateien wird importiert</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>noch etwa %1</translation>
    </message>
    <message numerus="yes">
        <source>%n not imported</source>
        <translation>
            <numerusform>%n nicht importiert</numerusform>
            <numerusform>%n nicht importiert</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rlmscope::ImportResultsModel</name>
    <message>
        <source>Was there already</source>
        <translation>War schon da</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>Importiert</translation>
    </message>
    <message>
        <source>Imported: %1</source>
        <translation>Importiert: %1</translation>
    </message>
    <message>
        <source>rlm JSONL</source>
        <translation>rlm-JSONL</translation>
    </message>
    <message>
        <source>fast-rlm JSONL</source>
        <translation>fast-rlm-JSONL</translation>
    </message>
    <message>
        <source>JSON tree</source>
        <translation>JSON-Baum</translation>
    </message>
    <message>
        <source>Pi session</source>
        <translation>Pi-Sitzung</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>estimated</source>
        <translation>geschätzt</translation>
    </message>
    <message>
        <source>inferred</source>
        <translation>erschlossen</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>ausgelassen</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) damaged</source>
        <translation>
            <numerusform>%n Sache beschädigt</numerusform>
            <numerusform>%n Dinge beschädigt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) estimated</source>
        <translation>
            <numerusform>%n Sache geschätzt</numerusform>
            <numerusform>%n Dinge geschätzt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n inferred</source>
        <translation>
            <numerusform>%n erschlossen</numerusform>
            <numerusform>%n erschlossen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n absent</source>
        <translation>
            <numerusform>%n fehlt</numerusform>
            <numerusform>%n fehlen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n skipped</source>
        <translation>
            <numerusform>%n ausgelassen</numerusform>
            <numerusform>%n ausgelassen</numerusform>
        </translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
</context>
<context>
    <name>rlmscope::ImportResultsPage</name>
    <message numerus="yes">
        <source>%n file(s) imported</source>
        <translation>
            <numerusform>%n Datei importiert</numerusform>
            <numerusform>%n Dateien importiert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n there already</source>
        <translation>
            <numerusform>%n war schon da</numerusform>
            <numerusform>%n waren schon da</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not</source>
        <translation>
            <numerusform>%n nicht</numerusform>
            <numerusform>%n nicht</numerusform>
        </translation>
    </message>
    <message>
        <source>Each file is a trace in your library now. Enter opens one.</source>
        <translation>Jede Datei ist jetzt ein Trace in Ihrer Bibliothek. Die Eingabetaste öffnet einen.</translation>
    </message>
    <message>
        <source>Only what was not imported</source>
        <translation>Nur was nicht importiert wurde</translation>
    </message>
    <message>
        <source>Imported files</source>
        <translation>Importierte Dateien</translation>
    </message>
    <message>
        <source>Every file was imported.</source>
        <translation>Jede Datei wurde importiert.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>Import läuft…</translation>
    </message>
    <message>
        <source>Each file is listed here when it has been read.</source>
        <translation>Jede Datei steht hier, sobald sie gelesen ist.</translation>
    </message>
    <message>
        <source>Nothing came into your library. The last column says why.</source>
        <translation>Nichts kam in Ihre Bibliothek. Die letzte Spalte sagt, warum.</translation>
    </message>
    <message>
        <source>What was imported is in your library now. Enter opens it.</source>
        <translation>Was importiert wurde, ist jetzt in Ihrer Bibliothek. Die Eingabetaste öffnet es.</translation>
    </message>
    <message>
        <source>No file has been read yet.</source>
        <translation>Noch keine Datei ist gelesen.</translation>
    </message>
    <message>
        <source>Every file up to now was imported.</source>
        <translation>Bis jetzt wurde jede Datei importiert.</translation>
    </message>
    <message>
        <source>No file was imported.</source>
        <translation>Keine Datei wurde importiert.</translation>
    </message>
</context>
<context>
    <name>rlmscope::Inspector</name>
    <message>
        <source>cost unknown</source>
        <translation>Kosten unbekannt</translation>
    </message>
    <message>
        <source>The provider reported no usage: the numbers are what was reserved, an upper bound.</source>
        <translation>Der Anbieter hat keinen Verbrauch gemeldet: Die Zahlen sind das Reservierte, eine Obergrenze.</translation>
    </message>
    <message>
        <source>Choose a row of the call tree to see its code, messages and output.</source>
        <translation>Eine Zeile des Aufrufbaums wählen, um Code, Nachrichten und Ausgabe zu sehen.</translation>
    </message>
    <message>
        <source>%1 copied, %2</source>
        <translation>%1 kopiert, %2</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>%1 had not started at the moment shown. It starts at event %2.</source>
        <translation>%1 hatte im gezeigten Moment noch nicht begonnen. Beginn bei Ereignis %2.</translation>
    </message>
</context>
<context>
    <name>rlmscope::InspectorPanel</name>
    <message>
        <source>This frame has not run a cell.</source>
        <translation>Dieser Frame hat keine Zelle ausgeführt.</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Inspector tabs</source>
        <translation>Reiter des Inspektors</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>Zelle</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>Roh</translation>
    </message>
    <message>
        <source>Raw events</source>
        <translation>Rohe Ereignisse</translation>
    </message>
    <message>
        <source>Choose a row of the call tree to see its code, messages and output.</source>
        <translation>Eine Zeile des Aufrufbaums wählen, um Code, Nachrichten und Ausgabe zu sehen.</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>Frame</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>Gehe zu %1</translation>
    </message>
    <message>
        <source>A sub-call has no cell of its own; see Messages.</source>
        <translation>Ein Unteraufruf hat keine eigene Zelle; siehe Nachrichten.</translation>
    </message>
    <message>
        <source>This turn has not run a cell.</source>
        <translation>Diese Runde hat keine Zelle ausgeführt.</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Copy the events</source>
        <translation>Ereignisse kopieren</translation>
    </message>
    <message>
        <source>showing the first %1</source>
        <translation>gezeigt sind die ersten %1</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%n Ereignis</numerusform>
            <numerusform>%n Ereignisse</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rlmscope::IntegrityLine</name>
    <message>
        <source>Show what was absent, estimated or inferred</source>
        <translation>Zeigen, was fehlt, geschätzt oder erschlossen ist</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>Importiert</translation>
    </message>
    <message>
        <source>Imported from %1</source>
        <translation>Importiert aus %1</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) damaged</source>
        <translation>
            <numerusform>%n Sache beschädigt</numerusform>
            <numerusform>%n Dinge beschädigt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) estimated</source>
        <translation>
            <numerusform>%n Sache geschätzt</numerusform>
            <numerusform>%n Dinge geschätzt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) absent</source>
        <translation>
            <numerusform>%n Sache fehlt</numerusform>
            <numerusform>%n Dinge fehlen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rlmscope::IntegrityPanel</name>
    <message>
        <source>The log holds it, but it could not be read.</source>
        <translation>Das Protokoll enthält es, aber es war nicht zu lesen.</translation>
    </message>
    <message>
        <source>Worked out from other figures; marked with ≈ where it is shown.</source>
        <translation>Aus anderen Zahlen errechnet; mit ≈ gekennzeichnet, wo es steht.</translation>
    </message>
    <message>
        <source>The log does not say it, but it follows, or nearly so.</source>
        <translation>Das Protokoll sagt es nicht, aber es folgt, oder beinahe.</translation>
    </message>
    <message>
        <source>The log does not say it, and neither does the trace.</source>
        <translation>Das Protokoll sagt es nicht, und der Trace auch nicht.</translation>
    </message>
    <message>
        <source>The log says it, but it was not taken over.</source>
        <translation>Das Protokoll sagt es, aber es wurde nicht übernommen.</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Estimated</source>
        <translation>Geschätzt</translation>
    </message>
    <message>
        <source>Inferred</source>
        <translation>Erschlossen</translation>
    </message>
    <message>
        <source>Absent</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>What the import knows</source>
        <translation>Was der Import weiß</translation>
    </message>
    <message>
        <source>Imported from %1, %2</source>
        <translation>Importiert aus %1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n-mal</numerusform>
            <numerusform>%n-mal</numerusform>
        </translation>
    </message>
    <message>
        <source>Imported from %1</source>
        <translation>Importiert aus %1</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>rlmscope::KeyDialog</name>
    <message>
        <source>Store the key</source>
        <translation>Schlüssel speichern</translation>
    </message>
    <message>
        <source>Key of %1</source>
        <translation>Schlüssel von %1</translation>
    </message>
    <message>
        <source>Kept by %1, never in a file of RLMScope and never in a trace. Sent to %2 and to no other address.</source>
        <translation>Aufbewahrt von %1, nie in einer Datei von RLMScope und nie in einem Trace. Wird an %2 gesendet und an keine andere Adresse.</translation>
    </message>
    <message>
        <source>%1 Set the environment variable %2 instead, and start RLMScope from there.</source>
        <translation>%1 Stattdessen die Umgebungsvariable %2 setzen und RLMScope von dort starten.</translation>
    </message>
    <message>
        <source>No keychain answers on this computer.</source>
        <translation>Auf diesem Rechner antwortet kein Schlüsselbund.</translation>
    </message>
    <message>
        <source>paste it here</source>
        <translation>hier einfügen</translation>
    </message>
    <message>
        <source>New &amp;key</source>
        <translation>Neuer &amp;Schlüssel</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>&amp;Schlüssel</translation>
    </message>
    <message>
        <source>Copy the line for the shell</source>
        <translation>Die Zeile für die Shell kopieren</translation>
    </message>
    <message>
        <source>Storing. The keychain may ask to be unlocked.</source>
        <translation>Wird gespeichert. Der Schlüsselbund fragt vielleicht nach seinem Passwort.</translation>
    </message>
</context>
<context>
    <name>rlmscope::LanesModel</name>
    <message>
        <source>next in %1</source>
        <translation>nächste in %1</translation>
    </message>
    <message>
        <source>%1: %2 in flight, %3 queued, %4 to be tried again</source>
        <translation>%1: %2 unterwegs, %3 warten, %4 werden erneut versucht</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>Retrying</source>
        <translation>Erneut</translation>
    </message>
    <message>
        <source>Waits for</source>
        <translation>Wartet auf</translation>
    </message>
</context>
<context>
    <name>rlmscope::LanguageModelTable</name>
    <message>
        <source>Nobody has said what it costs.</source>
        <translation>Niemand hat gesagt, was es kostet.</translation>
    </message>
    <message>
        <source>in %1, out %2</source>
        <translation>ein %1, aus %2</translation>
    </message>
    <message>
        <source>, cached in %1</source>
        <translation>, aus dem Cache %1</translation>
    </message>
    <message>
        <source>, cache write %1</source>
        <translation>, in den Cache %1</translation>
    </message>
    <message>
        <source>, kept for an hour %1</source>
        <translation>, eine Stunde gehalten %1</translation>
    </message>
    <message>
        <source>USD per 1M tokens: %1</source>
        <translation>USD je 1 Mio. Token: %1</translation>
    </message>
    <message>
        <source>calls above %1 tokens in: %2</source>
        <translation>Aufrufe über %1 Token ein: %2</translation>
    </message>
    <message>
        <source>your own price</source>
        <translation>eigener Preis</translation>
    </message>
    <message>
        <source>made up: this model is simulated</source>
        <translation>erfunden: dieses Modell ist simuliert</translation>
    </message>
    <message>
        <source>%1, read on %2</source>
        <translation>%1, gelesen am %2</translation>
    </message>
    <message>
        <source>no longer offered</source>
        <translation>nicht mehr angeboten</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>your price</source>
        <translation>eigener Preis</translation>
    </message>
    <message>
        <source>made up</source>
        <translation>erfunden</translation>
    </message>
    <message>
        <source>update</source>
        <translation>Aktualisierung</translation>
    </message>
    <message>
        <source>%1, update</source>
        <translation>%1, Aktualisierung</translation>
    </message>
    <message>
        <source>favourite: offered first in every chooser</source>
        <translation>Favorit: wird in jeder Auswahl zuerst angeboten</translation>
    </message>
    <message>
        <source>make it a favourite</source>
        <translation>zum Favoriten machen</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>not a favourite</source>
        <translation>kein Favorit</translation>
    </message>
    <message>
        <source>%1, used as %2</source>
        <translation>%1, verwendet als %2</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Favoriten</translation>
    </message>
    <message>
        <source>USD per 1M tokens</source>
        <translation>USD je 1 Mio. Token</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Price from</source>
        <translation>Preis von</translation>
    </message>
    <message>
        <source>Max out</source>
        <translation>Max. aus</translation>
    </message>
</context>
<context>
    <name>rlmscope::LanguageModelView</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
</context>
<context>
    <name>rlmscope::Library</name>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Schlagwort</translation>
    </message>
    <message>
        <source>Remove tag</source>
        <translation>Schlagwort entfernen</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) still going, kept.</source>
        <translation>
            <numerusform>%n Lauf läuft noch und bleibt.</numerusform>
            <numerusform>%n Läufe laufen noch und bleiben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop first, then delete.</source>
        <translation>Erst stoppen, dann löschen.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) deleted from the library. Nothing leaves the files until you purge.</source>
        <translation>
            <numerusform>%n Lauf aus der Bibliothek gelöscht. Bis zum Bereinigen verlässt nichts die Dateien.</numerusform>
            <numerusform>%n Läufe aus der Bibliothek gelöscht. Bis zum Bereinigen verlässt nichts die Dateien.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is open. Close its runs first.</source>
        <translation>%1 ist offen. Zuerst ihre Läufe schließen.</translation>
    </message>
    <message>
        <source>A run in %1 is still going.</source>
        <translation>Ein Lauf in %1 läuft noch.</translation>
    </message>
    <message>
        <source>Purging</source>
        <translation>Wird bereinigt</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) purged.</source>
        <translation>
            <numerusform>%n Lauf endgültig entfernt.</numerusform>
            <numerusform>%n Läufe endgültig entfernt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) moved to the trash.</source>
        <translation>
            <numerusform>%n Datei in den Papierkorb verschoben.</numerusform>
            <numerusform>%n Dateien in den Papierkorb verschoben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Moving to the trash</source>
        <translation>Wird in den Papierkorb verschoben</translation>
    </message>
    <message>
        <source>%1 moved to the trash.</source>
        <translation>%1 ist im Papierkorb.</translation>
    </message>
    <message>
        <source>These runs are in one file already.</source>
        <translation>Diese Läufe sind schon in einer Datei.</translation>
    </message>
    <message>
        <source>Merging</source>
        <translation>Wird zusammengefügt</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) put together in %1.</source>
        <translation>
            <numerusform>%n Lauf in %1 zusammengefügt.</numerusform>
            <numerusform>%n Läufe in %1 zusammengefügt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) they came from moved to the trash.</source>
        <translation>
            <numerusform>%n Datei, aus der sie stammen, ist im Papierkorb.</numerusform>
            <numerusform>%n Dateien, aus denen sie stammen, sind im Papierkorb.</numerusform>
        </translation>
    </message>
    <message>
        <source>Splitting</source>
        <translation>Wird geteilt</translation>
    </message>
    <message numerus="yes">
        <source>%1 split into %n file(s).</source>
        <translation>
            <numerusform>%1 in %n Datei geteilt.</numerusform>
            <numerusform>%1 in %n Dateien geteilt.</numerusform>
        </translation>
    </message>
    <message>
        <source>The file that held them all is in the trash.</source>
        <translation>Die Datei, die sie alle enthielt, ist im Papierkorb.</translation>
    </message>
</context>
<context>
    <name>rlmscope::LibraryCompare</name>
    <message>
        <source>Score against cost</source>
        <translation>Bewertung gegen Kosten</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>Verglichen</translation>
    </message>
    <message>
        <source>First difference</source>
        <translation>Erster Unterschied</translation>
    </message>
    <message>
        <source>Compared runs</source>
        <translation>Verglichene Läufe</translation>
    </message>
    <message>
        <source>Time against cost</source>
        <translation>Zeit gegen Kosten</translation>
    </message>
    <message>
        <source>no cost is known</source>
        <translation>keine Kosten bekannt</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s); dashed: best for the cost</source>
        <translation>
            <numerusform>%n Lauf; gestrichelt: am besten für die Kosten</numerusform>
            <numerusform>%n Läufe; gestrichelt: am besten für die Kosten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n Lauf</numerusform>
            <numerusform>%n Läufe</numerusform>
        </translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Vergleich läuft…</translation>
    </message>
    <message numerus="yes">
        <source>No difference in %n prompt(s), cells and replies.</source>
        <translation>
            <numerusform>Kein Unterschied in %n Prompt, Zelle oder Antwort.</numerusform>
            <numerusform>Kein Unterschied in %n Prompts, Zellen und Antworten.</numerusform>
        </translation>
    </message>
    <message>
        <source>in a child frame</source>
        <translation>in einem Kind-Frame</translation>
    </message>
    <message>
        <source>turn %1</source>
        <translation>Runde %1</translation>
    </message>
    <message>
        <source>cell %1</source>
        <translation>Zelle %1</translation>
    </message>
    <message>
        <source>question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>reply</source>
        <translation>Modellantwort</translation>
    </message>
    <message>
        <source>code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>Zeile %1</translation>
    </message>
    <message>
        <source>Show in %1</source>
        <translation>In %1 zeigen</translation>
    </message>
</context>
<context>
    <name>rlmscope::LibraryDelegate</name>
    <message>
        <source>Name of the run</source>
        <translation>Name des Laufs</translation>
    </message>
</context>
<context>
    <name>rlmscope::LibraryModel</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>ok</translation>
    </message>
    <message>
        <source>warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>at limit</source>
        <translation>am Limit</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
    <message>
        <source>replayed</source>
        <translation>wiederholt</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>importiert</translation>
    </message>
    <message>
        <source>simulated</source>
        <translation>simuliert</translation>
    </message>
    <message>
        <source>direct</source>
        <translation>direkt</translation>
    </message>
    <message>
        <source>call and return</source>
        <translation>Call und Return</translation>
    </message>
    <message>
        <source>%1, depth %2</source>
        <translation>%1, Tiefe %2</translation>
    </message>
    <message>
        <source>imported from %1</source>
        <translation>importiert aus %1</translation>
    </message>
    <message>
        <source>a run that is not here</source>
        <translation>ein Lauf, der nicht hier ist</translation>
    </message>
    <message>
        <source>fork of %1</source>
        <translation>Abzweig von %1</translation>
    </message>
    <message>
        <source>resumes %1</source>
        <translation>setzt %1 fort</translation>
    </message>
    <message>
        <source>replay of %1</source>
        <translation>Wiederholung von %1</translation>
    </message>
    <message>
        <source>continues %1</source>
        <translation>schließt an %1 an</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>No question</source>
        <translation>Keine Frage</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Runs without relatives</source>
        <translation>Läufe ohne Verwandte</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n Lauf</numerusform>
            <numerusform>%n Läufe</numerusform>
        </translation>
    </message>
    <message>
        <source>deleted: out of sight, still in its file</source>
        <translation>gelöscht: nicht mehr zu sehen, noch in der Datei</translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n Warnung</numerusform>
            <numerusform>%n Warnungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n remark(s) on what the log does not say</source>
        <translation>
            <numerusform>%n Bemerkung dazu, was das Protokoll nicht sagt</numerusform>
            <numerusform>%n Bemerkungen dazu, was das Protokoll nicht sagt</numerusform>
        </translation>
    </message>
    <message>
        <source>made with a simulated model</source>
        <translation>mit einem simulierten Modell gemacht</translation>
    </message>
    <message>
        <source>and what is not known</source>
        <translation>und was nicht bekannt ist</translation>
    </message>
    <message>
        <source>made-up prices of a simulated model</source>
        <translation>erfundene Preise eines simulierten Modells</translation>
    </message>
    <message>
        <source>saved %1: replies that were known</source>
        <translation>%1 gespart: bekannte Antworten</translation>
    </message>
    <message>
        <source>%1 in, %2 of them cached, %3 out</source>
        <translation>%1 ein, %2 davon aus dem Cache, %3 aus</translation>
    </message>
    <message>
        <source>How the runs are related</source>
        <translation>Wie die Läufe zusammenhängen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>Strategie</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Tiefe</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Frames</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Token ein</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Token aus</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>Dateigröße</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>Not readable</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n Datei</numerusform>
            <numerusform>%n Dateien</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rlmscope::LibraryPage</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>Gruppieren nach</translation>
    </message>
    <message>
        <source>No groups</source>
        <translation>Keine Gruppen</translation>
    </message>
    <message>
        <source>By question</source>
        <translation>Nach Frage</translation>
    </message>
    <message>
        <source>By strategy</source>
        <translation>Nach Strategie</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>Nach Modell</translation>
    </message>
    <message>
        <source>By day</source>
        <translation>Nach Tag</translation>
    </message>
    <message>
        <source>By family</source>
        <translation>Nach Familie</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n Lauf</numerusform>
            <numerusform>%n Läufe</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 shown</source>
        <translation>%1 gezeigt</translation>
    </message>
    <message>
        <source>Nothing matches “%1”. Clear the filter (Esc).</source>
        <translation>Nichts passt zu “%1”. Filter löschen (Esc).</translation>
    </message>
    <message>
        <source>Every run is deleted. Show deleted runs from the menu at the top right.</source>
        <translation>Alle Läufe sind gelöscht. Gelöschte Läufe über das Menü oben rechts zeigen.</translation>
    </message>
    <message>
        <source>Looking at the traces…</source>
        <translation>Traces werden durchgesehen…</translation>
    </message>
    <message numerus="yes">
        <source>Show %n deleted run(s)</source>
        <translation>
            <numerusform>%n gelöschten Lauf zeigen</numerusform>
            <numerusform>%n gelöschte Läufe zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Show deleted runs</source>
        <translation>Gelöschte Läufe zeigen</translation>
    </message>
    <message>
        <source>Compare %1</source>
        <translation>%1 vergleichen</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n ausgewählt</numerusform>
            <numerusform>%n ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>total spent %1</source>
        <translation>insgesamt ausgegeben %1</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>Tags…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Put into one file</source>
        <translation>In eine Datei zusammenlegen</translation>
    </message>
    <message>
        <source>Split its file by run</source>
        <translation>Datei nach Läufen aufteilen</translation>
    </message>
    <message>
        <source>Purge deleted runs…</source>
        <translation>Gelöschte Läufe endgültig entfernen…</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Open a trace…</source>
        <translation>Trace öffnen…</translation>
    </message>
    <message>
        <source>Folders…</source>
        <translation>Ordner…</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Erneut durchsehen</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>Spalten zurücksetzen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Show its family</source>
        <translation>Lauffamilie zeigen</translation>
    </message>
    <message>
        <source>Move %1 to the trash?</source>
        <translation>%1 in den Papierkorb verschieben?</translation>
    </message>
    <message>
        <source>It cannot be read, so there is no run in it to be deleted.</source>
        <translation>Nicht lesbar, also ist kein Lauf darin, der gelöscht werden könnte.</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>In den Papierkorb verschieben</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Nothing was purged.</source>
        <translation>Nichts wurde endgültig entfernt.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s), %1, to the trash.</source>
        <translation>
            <numerusform>%n Datei, %1, in den Papierkorb.</numerusform>
            <numerusform>%n Dateien, %1, in den Papierkorb.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) with other runs in them written anew without these. This cannot be undone.</source>
        <translation>
            <numerusform>%n Datei, die auch andere Läufe enthält, wird ohne diese neu geschrieben. Das lässt sich nicht rückgängig machen.</numerusform>
            <numerusform>%n Dateien, die auch andere Läufe enthalten, werden ohne diese neu geschrieben. Das lässt sich nicht rückgängig machen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Purge %n deleted run(s)?</source>
        <translation>
            <numerusform>%n gelöschten Lauf endgültig entfernen?</numerusform>
            <numerusform>%n gelöschte Läufe endgültig entfernen?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Purge %n run(s)</source>
        <translation>
            <numerusform>%n Lauf endgültig entfernen</numerusform>
            <numerusform>%n Läufe endgültig entfernen</numerusform>
        </translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>Neuer Tag</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>Neuer Lauf</translation>
    </message>
    <message>
        <source>Open trace…</source>
        <translation>Trace öffnen…</translation>
    </message>
    <message>
        <source>No runs yet.</source>
        <translation>Noch keine Läufe.</translation>
    </message>
    <message>
        <source>%1 simulated, %2 paid</source>
        <translation>%1 simuliert, %2 bezahlt</translation>
    </message>
    <message>
        <source>Filter: words, status:failed, model:gpt, cost&gt;0.1, tag:lesson, when:week</source>
        <translation>Filter: Wörter, status:failed, model:gpt, cost&gt;0.1, tag:lesson, when:week</translation>
    </message>
</context>
<context>
    <name>rlmscope::LibrarySearch</name>
    <message>
        <source>Indexing the library: %1 traces</source>
        <translation>Die Bibliothek wird erfasst: %1 Traces</translation>
    </message>
</context>
<context>
    <name>rlmscope::LibraryTable</name>
    <message>
        <source>Runs of the library</source>
        <translation>Läufe der Bibliothek</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>select</source>
        <translation>auswählen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>open</source>
        <translation>öffnen</translation>
    </message>
    <message>
        <source>rename</source>
        <translation>umbenennen</translation>
    </message>
    <message>
        <source>tag</source>
        <translation>Tag setzen</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>delete</source>
        <translation>löschen</translation>
    </message>
    <message>
        <source>compare</source>
        <translation>vergleichen</translation>
    </message>
    <message>
        <source>Ctrl+Z</source>
        <translation>Strg+Z</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>rückgängig</translation>
    </message>
    <message>
        <source>Ctrl+F</source>
        <translation>Strg+F</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>filtern</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>Spalten zurücksetzen</translation>
    </message>
    <message>
        <source>Ctrl+D</source>
        <translation>Strg+D</translation>
    </message>
</context>
<context>
    <name>rlmscope::LineSearch</name>
    <message>
        <source>This is not a regular expression: %1 (at character %2).</source>
        <translation>Das ist kein regulärer Ausdruck: %1 (bei Zeichen %2).</translation>
    </message>
</context>
<context>
    <name>rlmscope::LineView</name>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>Written over: %1 of earlier states are not shown.</source>
        <translation>Überschrieben: %1 früherer Zustände sind nicht zu sehen.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>Suchen…</translation>
    </message>
    <message>
        <source>Go to line…</source>
        <translation>Gehe zu Zeile…</translation>
    </message>
    <message>
        <source>Follow the end</source>
        <translation>Dem Ende folgen</translation>
    </message>
    <message>
        <source>Save as file…</source>
        <translation>Als Datei speichern…</translation>
    </message>
    <message>
        <source>%1 was not written: %2</source>
        <translation>%1 wurde nicht geschrieben: %2</translation>
    </message>
    <message>
        <source>the text cannot be read</source>
        <translation>der Text ist nicht zu lesen</translation>
    </message>
    <message>
        <source>Save as file</source>
        <translation>Als Datei speichern</translation>
    </message>
    <message>
        <source>Text (*.txt);;All files (*)</source>
        <translation>Text (*.txt);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Go to line</source>
        <translation>Gehe zu Zeile</translation>
    </message>
    <message>
        <source>Line, 1 to %1:</source>
        <translation>Zeile, 1 bis %1:</translation>
    </message>
    <message>
        <source>Searching %1</source>
        <translation>Suche läuft, %1</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
</context>
<context>
    <name>rlmscope::LiveRunControl</name>
    <message>
        <source>Reading the context: %1 of %2</source>
        <translation>Der Kontext wird gelesen: %1 von %2</translation>
    </message>
</context>
<context>
    <name>rlmscope::LogView</name>
    <message>
        <source>showing the first %1 of %2</source>
        <translation>zeigt die ersten %1 von %2</translation>
    </message>
    <message>
        <source>showing the last %1 lines</source>
        <translation>zeigt die letzten %1 Zeilen</translation>
    </message>
</context>
<context>
    <name>rlmscope::MainWindow</name>
    <message>
        <source>Home</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Save a copy of the trace</source>
        <translation>Kopie des Trace speichern</translation>
    </message>
    <message>
        <source>RLMScope traces (*%1)</source>
        <translation>RLMScope-Traces (*%1)</translation>
    </message>
    <message>
        <source>Saved a copy as %1.</source>
        <translation>Kopie als %1 gespeichert.</translation>
    </message>
    <message>
        <source>Run again with changes…</source>
        <translation>Mit Änderungen erneut ausführen…</translation>
    </message>
    <message>
        <source>%1 after %2: %3</source>
        <translation>%1 nach %2: %3</translation>
    </message>
    <message>
        <source>Close RLMScope</source>
        <translation>RLMScope schließen</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) still going.</source>
        <translation>
            <numerusform>%n Lauf läuft noch.</numerusform>
            <numerusform>%n Läufe laufen noch.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopping keeps their traces complete up to now.</source>
        <translation>Beim Stoppen bleiben die Traces bis zu diesem Moment vollständig.</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Stoppen und schließen</translation>
    </message>
    <message>
        <source>&amp;New run…</source>
        <translation>&amp;Neuer Lauf…</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>Neuer Lauf</translation>
    </message>
    <message>
        <source>&amp;Open a trace…</source>
        <translation>Trace ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>Speichern &amp;unter…</translation>
    </message>
    <message>
        <source>&amp;Close run</source>
        <translation>Lauf &amp;schließen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>No new request leaves until you continue</source>
        <translation>Keine neue Anfrage geht hinaus, bis es weitergeht</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>End the run; its trace is kept</source>
        <translation>Den Lauf beenden; der Trace bleibt</translation>
    </message>
    <message>
        <source>Run again with changes</source>
        <translation>Mit Änderungen erneut ausführen</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Erneut ausführen</translation>
    </message>
    <message>
        <source>Follow live</source>
        <translation>Live folgen</translation>
    </message>
    <message>
        <source>Scroll with what happens</source>
        <translation>Mit dem rollen, was geschieht</translation>
    </message>
    <message>
        <source>&amp;Home</source>
        <translation>&amp;Start</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Lauf</translation>
    </message>
    <message>
        <source>&amp;Models</source>
        <translation>&amp;Modelle</translation>
    </message>
    <message>
        <source>Providers, keys, prices and roles</source>
        <translation>Anbieter, Schlüssel, Preise und Rollen</translation>
    </message>
    <message>
        <source>Re&amp;port</source>
        <translation>Be&amp;richt</translation>
    </message>
    <message>
        <source>What the run did, as one page</source>
        <translation>Was der Lauf tat, auf einer Seite</translation>
    </message>
    <message>
        <source>&amp;Export report…</source>
        <translation>Bericht &amp;exportieren…</translation>
    </message>
    <message>
        <source>Write the report as one file for any browser</source>
        <translation>Den Bericht als eine Datei für jeden Browser schreiben</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>&amp;Einstellungen</translation>
    </message>
    <message>
        <source>Appearance, budgets, sandbox, storage, session</source>
        <translation>Erscheinungsbild, Budgets, Sandbox, Speicherplatz, Sitzung</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>&amp;What is this?</source>
        <translation>&amp;Was ist das?</translation>
    </message>
    <message>
        <source>Help about the view that has the keyboard</source>
        <translation>Hilfe zu der Ansicht, die die Tastatur hat</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>Zuletzt &amp;geöffnet</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Reset &amp;layout</source>
        <translation>Anordnung &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>&amp;Erscheinungsbild</translation>
    </message>
    <message>
        <source>Like the desktop</source>
        <translation>Wie die Arbeitsumgebung</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>&amp;Gehe zu</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Export report</source>
        <translation>Bericht exportieren</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>What was open is forgotten.</source>
        <translation>Was offen war, ist vergessen.</translation>
    </message>
    <message>
        <source>The guide is shown after the next example run.</source>
        <translation>Die Führung wird nach dem nächsten Beispiellauf gezeigt.</translation>
    </message>
    <message>
        <source>Start one on the Home page.</source>
        <translation>Auf der Startseite lässt sich einer ausführen.</translation>
    </message>
    <message>
        <source>Language and fonts change at the next start.</source>
        <translation>Sprache und Schrift ändern sich beim nächsten Start.</translation>
    </message>
    <message>
        <source>A run is going on, and the window is not made anew under it.</source>
        <translation>Ein Lauf ist im Gange; das Fenster wird nicht unter ihm neu aufgebaut.</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;About RLMScope</source>
        <translation>&amp;Über RLMScope</translation>
    </message>
    <message>
        <source>Recent runs are on the Home page.</source>
        <translation>Zuletzt geöffnete Läufe stehen auf der Startseite.</translation>
    </message>
    <message>
        <source>What was open last time was left closed.</source>
        <translation>Was zuletzt offen war, blieb geschlossen.</translation>
    </message>
    <message>
        <source>RLMScope ended twice while it opened it. Recent runs are on the Home page; open them one by one.</source>
        <translation>RLMScope endete zweimal, während es sie öffnete. Die letzten Läufe stehen auf der Startseite; am besten einzeln öffnen.</translation>
    </message>
    <message>
        <source>What was open is open again.</source>
        <translation>Was offen war, ist wieder offen.</translation>
    </message>
    <message>
        <source>RLMScope did not close by itself last time. Runs that were going on are kept up to that moment and can go on.</source>
        <translation>RLMScope hat sich beim letzten Mal nicht von selbst geschlossen. Läufe, die im Gange waren, sind bis zu diesem Moment erhalten und können weitergehen.</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) that were open are not there any more.</source>
        <translation>
            <numerusform>%n Lauf, der offen war, ist nicht mehr da.</numerusform>
            <numerusform>%n Läufe, die offen waren, sind nicht mehr da.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Open %n trace(s)</source>
        <translation>
            <numerusform>%n Trace öffnen</numerusform>
            <numerusform>%n Traces öffnen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) and folder(s)</source>
        <translation>
            <numerusform>%n Datei oder Ordner</numerusform>
            <numerusform>%n Dateien und Ordner</numerusform>
        </translation>
    </message>
    <message>
        <source>New run over %1</source>
        <translation>Neuer Lauf über %1</translation>
    </message>
    <message>
        <source>and a new run over %1</source>
        <translation>und ein neuer Lauf über %1</translation>
    </message>
    <message>
        <source>The dialog opens first: nothing is read by a model before you say so.</source>
        <translation>Zuerst öffnet sich der Dialog: Ohne Zustimmung liest kein Modell etwas.</translation>
    </message>
    <message numerus="yes">
        <source>%n of them are not on this computer and are left out.</source>
        <translation>
            <numerusform>%n davon ist nicht auf diesem Rechner und bleibt weg.</numerusform>
            <numerusform>%n davon sind nicht auf diesem Rechner und bleiben weg.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing here can be opened</source>
        <translation>Hiervon lässt sich nichts öffnen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>The replay is identical</source>
        <translation>Die Wiederholung ist identisch</translation>
    </message>
    <message>
        <source>The replay differs</source>
        <translation>Die Wiederholung weicht ab</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Printed the report to %1.</source>
        <translation>Der Bericht wurde nach %1 gedruckt.</translation>
    </message>
    <message>
        <source>The report could not be printed to %1.</source>
        <translation>Der Bericht konnte nicht nach %1 gedruckt werden.</translation>
    </message>
    <message>
        <source>Page for any browser (*.html)</source>
        <translation>Seite für jeden Browser (*.html)</translation>
    </message>
    <message>
        <source>Data (*.json)</source>
        <translation>Daten (*.json)</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>%1 kann nicht geschrieben werden: %2.</translation>
    </message>
    <message>
        <source>Exported the report as %1.</source>
        <translation>Der Bericht wurde als %1 exportiert.</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>Back to where you were</source>
        <translation>Zurück, wo der Blick vorher war</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>&amp;Vor</translation>
    </message>
    <message>
        <source>Forward again</source>
        <translation>Wieder vor</translation>
    </message>
    <message>
        <source>Go to a &amp;node…</source>
        <translation>Gehe zu einem &amp;Knoten…</translation>
    </message>
    <message>
        <source>Go to a node, a variable or a text</source>
        <translation>Zu einem Knoten, einer Variablen oder einem Text gehen</translation>
    </message>
    <message>
        <source>Run a &amp;command…</source>
        <translation>Einen Befehl &amp;ausführen…</translation>
    </message>
    <message>
        <source>Every command of the window</source>
        <translation>Jeder Befehl des Fensters</translation>
    </message>
    <message>
        <source>Se&amp;arch the library…</source>
        <translation>Bibliothek &amp;durchsuchen…</translation>
    </message>
    <message>
        <source>Search the texts of every run</source>
        <translation>Die Texte aller Läufe durchsuchen</translation>
    </message>
    <message>
        <source>Fil&amp;ter the tree…</source>
        <translation>Baum &amp;filtern…</translation>
    </message>
    <message>
        <source>Filter or highlight rows of the call tree</source>
        <translation>Zeilen des Aufrufbaums filtern oder hervorheben</translation>
    </message>
    <message>
        <source>Ne&amp;xt match</source>
        <translation>&amp;Nächster Treffer</translation>
    </message>
    <message>
        <source>Next row that matches</source>
        <translation>Nächste passende Zeile</translation>
    </message>
    <message>
        <source>Pre&amp;vious match</source>
        <translation>Voriger &amp;Treffer</translation>
    </message>
    <message>
        <source>Previous row that matches</source>
        <translation>Vorige passende Zeile</translation>
    </message>
    <message>
        <source>Boo&amp;kmark</source>
        <translation>Lesezei&amp;chen</translation>
    </message>
    <message>
        <source>Mark the node that has the focus</source>
        <translation>Den Knoten im Fokus merken</translation>
    </message>
    <message>
        <source>Write a n&amp;ote…</source>
        <translation>Notiz sc&amp;hreiben…</translation>
    </message>
    <message>
        <source>About the node that has the focus</source>
        <translation>Zu dem Knoten im Fokus</translation>
    </message>
    <message>
        <source>Cop&amp;y link</source>
        <translation>L&amp;ink kopieren</translation>
    </message>
    <message>
        <source>A link to the node that has the focus</source>
        <translation>Ein Link auf den Knoten im Fokus</translation>
    </message>
    <message>
        <source>All shortcuts</source>
        <translation>Alle Tastenkürzel</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>Baum</translation>
    </message>
    <message>
        <source>Next row</source>
        <translation>Nächste Zeile</translation>
    </message>
    <message>
        <source>Previous row</source>
        <translation>Vorige Zeile</translation>
    </message>
    <message>
        <source>Unfold everything below the row</source>
        <translation>Alles unter der Zeile ausklappen</translation>
    </message>
    <message>
        <source>Fold everything below the row</source>
        <translation>Alles unter der Zeile einklappen</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>Show all shortcuts</source>
        <translation>Alle Tastenkürzel zeigen</translation>
    </message>
    <message>
        <source>No node has the focus.</source>
        <translation>Kein Knoten hat den Fokus.</translation>
    </message>
    <message>
        <source>Link copied</source>
        <translation>Link kopiert</translation>
    </message>
    <message>
        <source>library:</source>
        <translation>bibliothek:</translation>
    </message>
    <message>
        <source>Looking for the run in the library…</source>
        <translation>Der Lauf wird in der Bibliothek gesucht…</translation>
    </message>
    <message>
        <source>Open traces and logs</source>
        <translation>Traces und Protokolle öffnen</translation>
    </message>
    <message>
        <source>Traces and logs (*%1 *.jsonl *.json *.ndjson *.log);;All files (*)</source>
        <translation>Traces und Protokolle (*%1 *.jsonl *.json *.ndjson *.log);;Alle Dateien (*)</translation>
    </message>
    <message numerus="yes">
        <source>%n log(s)</source>
        <translation>
            <numerusform>%n Protokoll</numerusform>
            <numerusform>%n Protokolle</numerusform>
        </translation>
    </message>
    <message>
        <source>Import %1</source>
        <translation>%1 importieren</translation>
    </message>
    <message>
        <source>and import %1</source>
        <translation>und %1 importieren</translation>
    </message>
    <message>
        <source>What is no log of another tool becomes the context of a new run.</source>
        <translation>Was kein Protokoll eines anderen Werkzeugs ist, wird zum Kontext eines neuen Laufs.</translation>
    </message>
    <message>
        <source>Logs of other tools become traces in your library.</source>
        <translation>Protokolle anderer Werkzeuge werden zu Traces in Ihrer Bibliothek.</translation>
    </message>
    <message>
        <source>This build opens traces and logs only</source>
        <translation>Diese Fassung öffnet nur Traces und Protokolle</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importieren…</translation>
    </message>
    <message>
        <source>Import logs of other tools</source>
        <translation>Protokolle anderer Werkzeuge importieren</translation>
    </message>
    <message>
        <source>Logs (*.jsonl *.json *.ndjson *.log);;All files (*)</source>
        <translation>Protokolle (*.jsonl *.json *.ndjson *.log);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>An import is still going on</source>
        <translation>Ein Import läuft noch</translation>
    </message>
    <message>
        <source>Give these files again when it is done, or cancel it.</source>
        <translation>Geben Sie diese Dateien danach noch einmal an, oder brechen Sie ihn ab.</translation>
    </message>
    <message>
        <source>Taken as the context of a new run</source>
        <translation>Als Kontext eines neuen Laufs genommen</translation>
    </message>
    <message>
        <source>Import as logs instead</source>
        <translation>Stattdessen als Protokolle importieren</translation>
    </message>
    <message>
        <source>The import was cancelled</source>
        <translation>Der Import wurde abgebrochen</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) had been imported by then.</source>
        <translation>
            <numerusform>%n Datei war bis dahin importiert.</numerusform>
            <numerusform>%n Dateien waren bis dahin importiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 was imported before</source>
        <translation>%1 wurde schon früher importiert</translation>
    </message>
    <message>
        <source>This is that run. A log is the same when its bytes are.</source>
        <translation>Dies ist dieser Lauf. Ein Protokoll ist dasselbe, wenn seine Bytes es sind.</translation>
    </message>
    <message>
        <source>Imported %1</source>
        <translation>%1 importiert</translation>
    </message>
    <message>
        <source>Show why</source>
        <translation>Zeigen, warum</translation>
    </message>
    <message>
        <source>Show the list</source>
        <translation>Liste zeigen</translation>
    </message>
    <message>
        <source>Use as context instead</source>
        <translation>Stattdessen als Kontext nehmen</translation>
    </message>
    <message>
        <source>Mom&amp;ent</source>
        <translation>M&amp;oment</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>&amp;Bibliothek</translation>
    </message>
    <message>
        <source>All runs: filter, compare, tag, delete</source>
        <translation>Alle Läufe: filtern, vergleichen, Tags setzen, löschen</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Show the traces of a folder in the library</source>
        <translation>Die Traces eines Ordners in der Bibliothek zeigen</translation>
    </message>
    <message>
        <source>Leave out %1</source>
        <translation>%1 weglassen</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) not imported</source>
        <translation>
            <numerusform>%n Datei nicht importiert</numerusform>
            <numerusform>%n Dateien nicht importiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Taken as logs to import</source>
        <translation>Als Protokolle importiert</translation>
    </message>
</context>
<context>
    <name>rlmscope::ModelChooser</name>
    <message>
        <source>free</source>
        <translation>kostenlos</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <translation>%1 ein, %2 aus</translation>
    </message>
    <message>
        <source>price unknown</source>
        <translation>Preis unbekannt</translation>
    </message>
    <message>
        <source>window %1</source>
        <translation>Fenster %1</translation>
    </message>
    <message>
        <source>Roles and aliases</source>
        <translation>Rollen und Aliasse</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Favoriten</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>Without a model</source>
        <translation>Ohne Modell</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Andere</translation>
    </message>
</context>
<context>
    <name>rlmscope::ModelSetup</name>
    <message>
        <source>chat completions</source>
        <translation>Chat Completions</translation>
    </message>
    <message>
        <source>chat completions, Azure deployments</source>
        <translation>Chat Completions, Azure-Bereitstellungen</translation>
    </message>
    <message>
        <source>Anthropic messages</source>
        <translation>Anthropic Messages</translation>
    </message>
    <message>
        <source>Gemini generateContent</source>
        <translation>Gemini generateContent</translation>
    </message>
    <message>
        <source>Ollama chat</source>
        <translation>Ollama Chat</translation>
    </message>
    <message>
        <source>Simulated</source>
        <translation>Simuliert</translation>
    </message>
    <message>
        <source>plays every part by plain text processing: no network, no key</source>
        <translation>spielt jede Rolle durch einfache Textverarbeitung: kein Netz, kein Schlüssel</translation>
    </message>
    <message>
        <source>Nobody has said what it costs.</source>
        <translation>Niemand hat gesagt, was es kostet.</translation>
    </message>
    <message>
        <source>Drives the run: writes the code and the answer.</source>
        <translation>Führt den Lauf: schreibt den Code und die Antwort.</translation>
    </message>
    <message>
        <source>Answers sub-calls, drives child frames.</source>
        <translation>Beantwortet Unteraufrufe, führt Kind-Frames.</translation>
    </message>
    <message>
        <source>The same, one level deeper.</source>
        <translation>Dasselbe, eine Ebene tiefer.</translation>
    </message>
    <message>
        <source>Shortens histories that grow too long.</source>
        <translation>Kürzt Verläufe, die zu lang werden.</translation>
    </message>
    <message>
        <source>Scores answers.</source>
        <translation>Bewertet Antworten.</translation>
    </message>
    <message>
        <source>An alias of your own.</source>
        <translation>Ein eigener Alias.</translation>
    </message>
    <message>
        <source>An address needs the name of a model after it: URL#MODEL.</source>
        <translation>Nach einer Adresse muss der Name eines Modells stehen: URL#MODELL.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no model: write PROVIDER:MODEL, URL#MODEL, sim or an alias.</source>
        <translation>„%1“ ist kein Modell: ANBIETER:MODELL, URL#MODELL, sim oder ein Alias.</translation>
    </message>
    <message>
        <source>There is no provider &quot;%1&quot;.</source>
        <translation>Es gibt keinen Anbieter „%1“.</translation>
    </message>
    <message>
        <source>%1 from the keychain, sent to %2 only</source>
        <translation>%1 aus dem Schlüsselbund, wird nur an %2 gesendet</translation>
    </message>
    <message>
        <source>%1 from the environment, sent to %2 only</source>
        <translation>%1 aus der Umgebung, wird nur an %2 gesendet</translation>
    </message>
    <message>
        <source>%1 has no address yet.</source>
        <translation>%1 hat noch keine Adresse.</translation>
    </message>
    <message>
        <source>%1 has no key yet.</source>
        <translation>%1 hat noch keinen Schlüssel.</translation>
    </message>
    <message>
        <source>Nothing answers at %1.</source>
        <translation>Unter %1 antwortet nichts.</translation>
    </message>
    <message>
        <source>The role %1 has no model yet: choose one on the Models page.</source>
        <translation>Die Rolle %1 hat noch kein Modell: auf der Seite Modelle wählen.</translation>
    </message>
    <message>
        <source>add %1</source>
        <translation>%1 hinzufügen</translation>
    </message>
    <message>
        <source>remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>model of %1</source>
        <translation>Modell von %1</translation>
    </message>
    <message>
        <source>prices</source>
        <translation>Preise</translation>
    </message>
    <message>
        <source>It lists %1.</source>
        <translation>Aufgeführt: %1.</translation>
    </message>
    <message>
        <source>%1 read…</source>
        <translation>%1 gelesen…</translation>
    </message>
    <message>
        <source>There is nothing to apply.</source>
        <translation>Es gibt nichts zu übernehmen.</translation>
    </message>
    <message>
        <source>price update</source>
        <translation>Preisaktualisierung</translation>
    </message>
</context>
<context>
    <name>rlmscope::ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>%1 is removed. A key in the keychain stays there.</source>
        <translation>%1 ist entfernt. Ein Schlüssel im Schlüsselbund bleibt dort.</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Add a provider</source>
        <translation>Anbieter hinzufügen</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>Filter models</source>
        <translation>Modelle filtern</translation>
    </message>
    <message>
        <source>Only favourites</source>
        <translation>Nur Favoriten</translation>
    </message>
    <message>
        <source>Update prices…</source>
        <translation>Preise aktualisieren…</translation>
    </message>
    <message>
        <source>Price…</source>
        <translation>Preis…</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>What is set up here cannot be changed now</source>
        <translation>Was hier eingerichtet ist, lässt sich gerade nicht ändern</translation>
    </message>
    <message>
        <source>Servers on this computer are found by themselves.</source>
        <translation>Server auf diesem Rechner werden von selbst gefunden.</translation>
    </message>
    <message>
        <source>No keychain answers, so keys come from environment variables.</source>
        <translation>Kein Schlüsselbund antwortet; Schlüssel kommen daher aus Umgebungsvariablen.</translation>
    </message>
    <message>
        <source>Keys are kept by %1, never in a file or a trace.</source>
        <translation>Schlüssel bewahrt %1 auf, nie eine Datei oder ein Trace.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird geprüft…</translation>
    </message>
    <message>
        <source>prices of %1</source>
        <translation>Preise vom %1</translation>
    </message>
    <message>
        <source>prices of %1, updated %2</source>
        <translation>Preise vom %1, aktualisiert %2</translation>
    </message>
    <message numerus="yes">
        <source>, %n of your own</source>
        <translation>
            <numerusform>, %n eigener</numerusform>
            <numerusform>, %n eigene</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Table %1 with %n model(s)</source>
        <translation>
            <numerusform>Tabelle %1 mit %n Modell</numerusform>
            <numerusform>Tabelle %1 mit %n Modellen</numerusform>
        </translation>
    </message>
    <message>
        <source>No favourite here. Space or a click on the star makes one.</source>
        <translation>Kein Favorit hier. Die Leertaste oder ein Klick auf den Stern macht einen.</translation>
    </message>
    <message>
        <source>Nothing matches &quot;%1&quot;. Clear the filter (Esc).</source>
        <translation>Nichts passt zu „%1“. Filter löschen (Esc).</translation>
    </message>
    <message>
        <source>No server answers at %1. Start it, then look again.</source>
        <translation>Unter %1 antwortet kein Server. Starten, dann erneut prüfen.</translation>
    </message>
    <message>
        <source>The server runs, but no model is loaded.</source>
        <translation>Der Server läuft, aber kein Modell ist geladen.</translation>
    </message>
    <message>
        <source>No model is known yet. Test lists them; any other can be typed as %1:MODEL.</source>
        <translation>Noch ist kein Modell bekannt. Testen führt sie auf; jedes andere lässt sich als %1:MODELL eintippen.</translation>
    </message>
    <message>
        <source>A run with a limit in USD refuses it until you give one.</source>
        <translation>Ein Lauf mit Limit in USD lehnt es ab, bis es einen Preis hat.</translation>
    </message>
    <message>
        <source>Give a price…</source>
        <translation>Preis angeben…</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>%1 verwenden</translation>
    </message>
    <message>
        <source>New run with it…</source>
        <translation>Neuer Lauf damit…</translation>
    </message>
    <message>
        <source>Use as %1</source>
        <translation>Als %1 verwenden</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>%1 kopieren</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>The prices are updated. Recorded runs keep theirs.</source>
        <translation>Die Preise sind aktualisiert. Aufgezeichnete Läufe behalten ihre.</translation>
    </message>
</context>
<context>
    <name>rlmscope::MomentPlayer</name>
    <message>
        <source>%1 starts</source>
        <translation>%1 beginnt</translation>
    </message>
    <message>
        <source>%1: the request leaves</source>
        <translation>%1: die Anfrage geht hinaus</translation>
    </message>
    <message>
        <source>%1: another attempt leaves</source>
        <translation>%1: ein weiterer Versuch geht hinaus</translation>
    </message>
    <message>
        <source>%1: an attempt failed</source>
        <translation>%1: ein Versuch schlug fehl</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 schlug fehl</translation>
    </message>
    <message>
        <source>%1 has its reply</source>
        <translation>%1 hat die Antwort</translation>
    </message>
    <message>
        <source>%1 ends</source>
        <translation>%1 endet</translation>
    </message>
    <message>
        <source>%1: a tool came back</source>
        <translation>%1: ein Werkzeug kam zurück</translation>
    </message>
    <message>
        <source>The run ends</source>
        <translation>Der Lauf endet</translation>
    </message>
    <message>
        <source>A remark</source>
        <translation>Eine Bemerkung</translation>
    </message>
</context>
<context>
    <name>rlmscope::MoneyBar</name>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>%1 spent, %2 reserved</source>
        <translation>%1 ausgegeben, %2 reserviert</translation>
    </message>
    <message>
        <source>, limit %1</source>
        <translation>, Limit %1</translation>
    </message>
</context>
<context>
    <name>rlmscope::NewRunDialog</name>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n Dokument</numerusform>
            <numerusform>%n Dokumente</numerusform>
        </translation>
    </message>
    <message>
        <source>RLM: REPL with sub-calls</source>
        <translation>RLM: REPL mit Unteraufrufen</translation>
    </message>
    <message>
        <source>Direct call: context in the prompt</source>
        <translation>Direkter Aufruf: Kontext im Prompt</translation>
    </message>
    <message>
        <source>Call and return: a stack of contexts</source>
        <translation>Call und Return: ein Stapel von Kontexten</translation>
    </message>
    <message>
        <source>Give a price…</source>
        <translation>Preis angeben…</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>Set up models…</source>
        <translation>Modelle einrichten…</translation>
    </message>
    <message>
        <source>Files…</source>
        <translation>Dateien…</translation>
    </message>
    <message>
        <source>Add files to the context</source>
        <translation>Dateien zum Kontext hinzufügen</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Ordner…</translation>
    </message>
    <message>
        <source>Add a folder to the context</source>
        <translation>Einen Ordner zum Kontext hinzufügen</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>≈ %1 tokens</source>
        <translation>≈ %1 Token</translation>
    </message>
    <message>
        <source>The seed is a whole number, 0 or above.</source>
        <translation>Der Seed ist eine ganze Zahl, 0 oder größer.</translation>
    </message>
    <message>
        <source>A price is two numbers, in and out: 1.25, 10</source>
        <translation>Ein Preis sind zwei Zahlen, ein und aus: 1.25, 10</translation>
    </message>
    <message>
        <source>Add a file or folder, or paste text.</source>
        <translation>Eine Datei oder einen Ordner hinzufügen oder Text einfügen.</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Looking at the sandbox of this computer…</source>
        <translation>Die Sandbox dieses Rechners wird geprüft…</translation>
    </message>
    <message>
        <source>Sandbox: full (own files only, no network, no new processes)</source>
        <translation>Sandbox: voll (nur eigene Dateien, kein Netz, keine neuen Prozesse)</translation>
    </message>
    <message>
        <source>Sandbox: partial. Missing: %1</source>
        <translation>Sandbox: teilweise. Es fehlt: %1</translation>
    </message>
    <message>
        <source>No sandbox, only limits of memory and time. Missing: %1</source>
        <translation>Keine Sandbox, nur Grenzen für Speicher und Zeit. Es fehlt: %1</translation>
    </message>
    <message>
        <source>No Python worker: %1</source>
        <translation>Kein Python-Arbeiter: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n source(s)</source>
        <translation>
            <numerusform>%n Quelle</numerusform>
            <numerusform>%n Quellen</numerusform>
        </translation>
    </message>
    <message>
        <source>No context yet</source>
        <translation>Noch kein Kontext</translation>
    </message>
    <message>
        <source>Drop files or a folder here, or paste text</source>
        <translation>Dateien oder einen Ordner hierher ziehen oder Text einfügen</translation>
    </message>
    <message>
        <source>Drop more files or a folder here to add them</source>
        <translation>Weitere Dateien hierher ziehen</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 Zeilen</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>%1 weitere</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>≈ %1 tokens, estimated at 4 bytes each.</source>
        <translation>≈ %1 Token, geschätzt mit 4 Byte je Token.</translation>
    </message>
    <message>
        <source>That is %1 of the window of %2.</source>
        <translation>Das sind %1 des Fensters von %2.</translation>
    </message>
    <message>
        <source>The model sees only the question.</source>
        <translation>Das Modell sieht nur die Frage.</translation>
    </message>
    <message>
        <source>The whole context goes into one prompt. A baseline: refused when it does not fit the model&apos;s window.</source>
        <translation>Der ganze Kontext kommt in einen Prompt. Ein Vergleichsmaß: abgelehnt, wenn er nicht in das Fenster des Modells passt.</translation>
    </message>
    <message>
        <source>The model writes &lt;call&gt;question&lt;/call&gt; to push a fresh context and &lt;return&gt;answer&lt;/return&gt; to pop it. No REPL; the depth limits the stack.</source>
        <translation>Das Modell schreibt &lt;call&gt;Frage&lt;/call&gt;, um einen frischen Kontext aufzulegen, und &lt;return&gt;Antwort&lt;/return&gt;, um ihn abzunehmen. Keine REPL; die Tiefe begrenzt den Stapel.</translation>
    </message>
    <message>
        <source>The root writes code over the context and never calls a model from it.</source>
        <translation>Der Root schreibt Code über den Kontext und ruft daraus nie ein Modell auf.</translation>
    </message>
    <message>
        <source>The root writes code over the context. Its cells may call a model on slices, one by one or in batches.</source>
        <translation>Der Root schreibt Code über den Kontext. Seine Zellen können ein Modell auf Ausschnitte ansetzen, einzeln oder in Stapeln.</translation>
    </message>
    <message>
        <source>The root writes code over the context. Its cells may call a model (depth 1) or start child frames with their own REPL (depth 2).</source>
        <translation>Der Root schreibt Code über den Kontext. Seine Zellen können ein Modell aufrufen (Tiefe 1) oder Kind-Frames mit eigener REPL starten (Tiefe 2).</translation>
    </message>
    <message>
        <source>As depth 2, and child frames may start child frames of their own.</source>
        <translation>Wie Tiefe 2, und Kind-Frames können eigene Kind-Frames starten.</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>free</source>
        <translation>kostenlos</translation>
    </message>
    <message>
        <source>%1 means %2 here.</source>
        <translation>%1 bedeutet hier %2.</translation>
    </message>
    <message>
        <source>Key: %1.</source>
        <translation>Schlüssel: %1.</translation>
    </message>
    <message>
        <source>The simulated model plays its part by plain text processing. Its price is made up.</source>
        <translation>Das simulierte Modell spielt seine Rolle durch einfache Textverarbeitung. Sein Preis ist erfunden.</translation>
    </message>
    <message>
        <source>Pick one, or type PROVIDER:MODEL, URL#MODEL, script:FILE or sim.</source>
        <translation>Eines wählen oder ANBIETER:MODELL, URL#MODELL, script:DATEI oder sim eintippen.</translation>
    </message>
    <message>
        <source>Reading all of the context once through sub-calls would cost %1, estimated, without what they write.</source>
        <translation>Den ganzen Kontext einmal durch Unteraufrufe zu lesen würde geschätzt %1 kosten, ohne das, was sie schreiben.</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Reading the context costs %1, estimated, without the reply.</source>
        <translation>Den Kontext zu lesen kostet geschätzt %1, ohne die Antwort.</translation>
    </message>
    <message numerus="yes">
        <source>Reading all of the context once through sub-calls would cost %1, estimated: at least %n call(s) of %2, without what they write.</source>
        <translation>
            <numerusform>Den ganzen Kontext einmal durch Unteraufrufe zu lesen würde geschätzt %1 kosten: mindestens %n Aufruf von %2, ohne das, was er schreibt.</numerusform>
            <numerusform>Den ganzen Kontext einmal durch Unteraufrufe zu lesen würde geschätzt %1 kosten: mindestens %n Aufrufe von %2, ohne das, was sie schreiben.</numerusform>
        </translation>
    </message>
    <message>
        <source>The spend never passes %1: each call is reserved at its worst case before it is sent.</source>
        <translation>Die Ausgaben überschreiten nie %1: Jeder Aufruf wird mit seinem schlimmsten Fall reserviert, bevor er gesendet wird.</translation>
    </message>
    <message>
        <source>No limit of spend is set.</source>
        <translation>Für die Ausgaben ist kein Limit gesetzt.</translation>
    </message>
    <message numerus="yes">
        <source>At most %n model call(s).</source>
        <translation>
            <numerusform>Höchstens %n Modellaufruf.</numerusform>
            <numerusform>Höchstens %n Modellaufrufe.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 has no known price: what the run costs will read unknown.</source>
        <translation>%1 hat keinen bekannten Preis: Was der Lauf kostet, bleibt unbekannt.</translation>
    </message>
    <message>
        <source>%1 has no known price, so this limit could not hold and the run would not start.</source>
        <translation>%1 hat keinen bekannten Preis; dieses Limit könnte nicht halten, und der Lauf würde nicht starten.</translation>
    </message>
    <message>
        <source>Less than reading all of the context once would cost (%1).</source>
        <translation>Weniger, als es kosten würde, den ganzen Kontext einmal zu lesen (%1).</translation>
    </message>
    <message>
        <source>Give a price of %1…</source>
        <translation>Preis von %1 angeben…</translation>
    </message>
    <message>
        <source>Context, question and strategy</source>
        <translation>Kontext, Frage und Strategie</translation>
    </message>
    <message>
        <source>Models and budget</source>
        <translation>Modelle und Budget</translation>
    </message>
    <message>
        <source>Reading: %1 of %2</source>
        <translation>Wird gelesen: %1 von %2</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 übrig</translation>
    </message>
</context>
<context>
    <name>rlmscope::NotePage</name>
    <message>
        <source>Bookmark</source>
        <translation>Lesezeichen</translation>
    </message>
    <message>
        <source>Marks the row in the tree (Ctrl+B)</source>
        <translation>Kennzeichnet die Zeile im Baum (Strg+B)</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>What is worth knowing about this node</source>
        <translation>Was zu diesem Knoten wissenswert ist</translation>
    </message>
    <message>
        <source>Tags, separated by commas</source>
        <translation>Schlagwörter, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Choose a node to write about.</source>
        <translation>Einen Knoten wählen, um über ihn zu schreiben.</translation>
    </message>
    <message>
        <source>Saved with the trace.</source>
        <translation>Mit dem Trace gespeichert.</translation>
    </message>
    <message>
        <source>Saved on this computer, and with the trace as soon as its run has ended.</source>
        <translation>Auf diesem Rechner gespeichert und im Trace, sobald sein Lauf beendet ist.</translation>
    </message>
    <message>
        <source>This trace is not in your library: saved on this computer, beside it.</source>
        <translation>Dieser Trace ist nicht in der eigenen Bibliothek: auf diesem Rechner gespeichert, neben ihm.</translation>
    </message>
    <message>
        <source>This trace cannot be written: saved on this computer, beside it.</source>
        <translation>In diesen Trace kann nicht geschrieben werden: auf diesem Rechner gespeichert, neben ihm.</translation>
    </message>
</context>
<context>
    <name>rlmscope::NotebookModel</name>
    <message>
        <source>The run</source>
        <translation>Der Lauf</translation>
    </message>
    <message>
        <source>no longer in the trace</source>
        <translation>nicht mehr im Trace</translation>
    </message>
    <message>
        <source>event %1</source>
        <translation>Ereignis %1</translation>
    </message>
    <message>
        <source>Kept with the trace</source>
        <translation>Mit dem Trace aufbewahrt</translation>
    </message>
    <message>
        <source>Where you went, newest first</source>
        <translation>Besuchte Stellen, neueste zuerst</translation>
    </message>
    <message>
        <source>starred</source>
        <translation>mit Stern</translation>
    </message>
</context>
<context>
    <name>rlmscope::NotebookPanel</name>
    <message>
        <source>In your own words</source>
        <translation>In eigenen Worten</translation>
    </message>
    <message>
        <source>Words of this entry</source>
        <translation>Worte dieses Eintrags</translation>
    </message>
    <message>
        <source>Where you go is listed here. Write words to an entry (F2) to keep it with the trace.</source>
        <translation>Besuchte Stellen stehen hier. Worte zu einem Eintrag (F2) bewahren ihn mit dem Trace auf.</translation>
    </message>
    <message>
        <source>Notebook</source>
        <translation>Notizbuch</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>go there</source>
        <translation>dorthin gehen</translation>
    </message>
    <message>
        <source>F2</source>
        <translation>F2</translation>
    </message>
    <message>
        <source>write</source>
        <translation>schreiben</translation>
    </message>
    <message>
        <source>star</source>
        <translation>Stern</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>remove</source>
        <translation>entfernen</translation>
    </message>
    <message>
        <source>Alt+↑ ↓</source>
        <translation>Alt+↑ ↓</translation>
    </message>
    <message>
        <source>move a kept entry</source>
        <translation>einen aufbewahrten Eintrag verschieben</translation>
    </message>
    <message>
        <source>Bookmarks and notes in the tree</source>
        <translation>Lesezeichen und Notizen im Baum</translation>
    </message>
    <message>
        <source>Filters the tree by is:bookmarked or is:noted</source>
        <translation>Filtert den Baum nach is:bookmarked oder is:noted</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>Dorthin gehen</translation>
    </message>
    <message>
        <source>Write…</source>
        <translation>Schreiben…</translation>
    </message>
    <message>
        <source>Take the star away</source>
        <translation>Den Stern wegnehmen</translation>
    </message>
    <message>
        <source>Keep with a star</source>
        <translation>Mit einem Stern aufbewahren</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Forget where I went</source>
        <translation>Besuchte Stellen vergessen</translation>
    </message>
</context>
<context>
    <name>rlmscope::NoticeBar</name>
    <message>
        <source>Close the notice</source>
        <translation>Hinweis schließen</translation>
    </message>
</context>
<context>
    <name>rlmscope::Omnibox</name>
    <message>
        <source>Go to a node, variable or text</source>
        <translation>Zu Knoten, Variable oder Text gehen</translation>
    </message>
    <message>
        <source>Go to a node, a variable or a text; &gt; runs a command, ? asks a question</source>
        <translation>Zu einem Knoten, einer Variablen oder einem Text gehen; &gt; führt einen Befehl aus, ? stellt eine Frage</translation>
    </message>
    <message>
        <source>? query</source>
        <translation>? Frage</translation>
    </message>
    <message>
        <source>&gt; command</source>
        <translation>&gt; Befehl</translation>
    </message>
</context>
<context>
    <name>rlmscope::OmniboxModel</name>
    <message>
        <source>code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>reply</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>library:</source>
        <translation>bibliothek:</translation>
    </message>
    <message>
        <source>Searching the library…</source>
        <translation>Die Bibliothek wird durchsucht…</translation>
    </message>
    <message>
        <source>Words of prompts, replies, code, output and answers of every run.</source>
        <translation>Wörter aus Prompts, Antworten, Code, Ausgaben und Endantworten aller Läufe.</translation>
    </message>
    <message>
        <source>Run a command</source>
        <translation>Einen Befehl ausführen</translation>
    </message>
    <message>
        <source>Find nodes by a question, as ?kind:cell cost&gt;0.01</source>
        <translation>Knoten durch eine Frage finden, etwa ?kind:cell cost&gt;0.01</translation>
    </message>
    <message>
        <source>Search the texts of every run</source>
        <translation>Die Texte aller Läufe durchsuchen</translation>
    </message>
    <message>
        <source>Go to a node, a variable or a text of this run: type a part of it.</source>
        <translation>Zu einem Knoten, einer Variablen oder einem Text dieses Laufs gehen: einen Teil davon eintippen.</translation>
    </message>
    <message>
        <source>variable, after %1</source>
        <translation>Variable, nach %1</translation>
    </message>
    <message>
        <source>open run · %1</source>
        <translation>offener Lauf · %1</translation>
    </message>
    <message>
        <source>Search the library for “%1”</source>
        <translation>Die Bibliothek nach „%1“ durchsuchen</translation>
    </message>
    <message>
        <source>prompts, replies, code and output of every run</source>
        <translation>Prompts, Antworten, Code und Ausgaben aller Läufe</translation>
    </message>
    <message>
        <source>Find “%1” in the full texts of this run</source>
        <translation>„%1“ in allen Texten dieses Laufs suchen</translation>
    </message>
    <message>
        <source>as ?question: filters the tree</source>
        <translation>als ?Frage: filtert den Baum</translation>
    </message>
    <message>
        <source>%1 nodes that match, of %2</source>
        <translation>%1 passende Knoten von %2</translation>
    </message>
    <message>
        <source>%1 nodes match</source>
        <translation>%1 Knoten passen</translation>
    </message>
    <message>
        <source>%1 · looked at %2</source>
        <translation>%1 · %2 angesehen</translation>
    </message>
    <message>
        <source>%1 commands</source>
        <translation>%1 Befehle</translation>
    </message>
    <message>
        <source>No run is open.</source>
        <translation>Kein Lauf ist offen.</translation>
    </message>
    <message>
        <source>Filter the tree</source>
        <translation>Den Baum filtern</translation>
    </message>
    <message>
        <source>%1 nodes</source>
        <translation>%1 Knoten</translation>
    </message>
    <message>
        <source>Highlight in the tree</source>
        <translation>Im Baum hervorheben</translation>
    </message>
    <message>
        <source>all rows stay</source>
        <translation>alle Zeilen bleiben</translation>
    </message>
    <message>
        <source>%1 · reading texts, %2</source>
        <translation>%1 · liest Texte, %2</translation>
    </message>
    <message>
        <source>%1 · looking</source>
        <translation>%1 · sucht</translation>
    </message>
    <message>
        <source>A question: words, and fields as kind: status: cost&gt; tokens&gt; time&gt; model: under: is:</source>
        <translation>Eine Frage: Wörter und Felder wie kind: status: cost&gt; tokens&gt; time&gt; model: under: is:</translation>
    </message>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation>
            <numerusform>%n Treffer</numerusform>
            <numerusform>%n Treffer</numerusform>
        </translation>
    </message>
    <message>
        <source>not all of its text is indexed</source>
        <translation>nicht sein ganzer Text ist erfasst</translation>
    </message>
    <message>
        <source>Nothing in the library says “%1”.</source>
        <translation>In der Bibliothek steht nirgends „%1“.</translation>
    </message>
    <message>
        <source>%1 hits in %2</source>
        <translation>%1 Treffer in %2</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n Lauf</numerusform>
            <numerusform>%n Läufe</numerusform>
        </translation>
    </message>
    <message>
        <source>there are more: add a word</source>
        <translation>es gibt mehr: ein Wort hinzufügen</translation>
    </message>
    <message>
        <source>looking for new traces</source>
        <translation>sucht neue Traces</translation>
    </message>
    <message>
        <source>Go to this link</source>
        <translation>Zu diesem Link gehen</translation>
    </message>
    <message>
        <source>event %1 of run %2</source>
        <translation>Ereignis %1 des Laufs %2</translation>
    </message>
    <message>
        <source>run %1</source>
        <translation>Lauf %1</translation>
    </message>
    <message>
        <source>This is no complete link: rlmscope://run/ and 32 letters and digits.</source>
        <translation>Das ist kein ganzer Link: rlmscope://run/ und 32 Buchstaben und Ziffern.</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
</context>
<context>
    <name>rlmscope::OpeningBar</name>
    <message>
        <source>Opening a trace</source>
        <translation>Ein Trace wird geöffnet</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Opening %1, %2…</source>
        <translation>%1 wird geöffnet, %2…</translation>
    </message>
</context>
<context>
    <name>rlmscope::OutputPage</name>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>%1 of them stderr</source>
        <translation>%1 davon stderr</translation>
    </message>
    <message>
        <source>all of it stderr</source>
        <translation>alles davon stderr</translation>
    </message>
    <message>
        <source>the model saw all of it</source>
        <translation>das Modell sah alles</translation>
    </message>
    <message>
        <source>the model saw the first %1 characters of stderr</source>
        <translation>das Modell sah die ersten %1 Zeichen von stderr</translation>
    </message>
    <message>
        <source>the model saw the first %1 characters</source>
        <translation>das Modell sah die ersten %1 Zeichen</translation>
    </message>
    <message>
        <source>the model saw %1 of it</source>
        <translation>das Modell sah %1 davon</translation>
    </message>
    <message>
        <source>%1 more were written and not kept</source>
        <translation>%1 weitere wurden geschrieben und nicht aufgehoben</translation>
    </message>
    <message>
        <source>%1 came after the cell had ended</source>
        <translation>%1 kam, nachdem die Zelle geendet hatte</translation>
    </message>
    <message>
        <source>the model saw the first %1 characters, up to here</source>
        <translation>das Modell sah die ersten %1 Zeichen, bis hier</translation>
    </message>
    <message>
        <source>the model saw up to here</source>
        <translation>das Modell sah bis hier</translation>
    </message>
    <message>
        <source>stderr</source>
        <translation>stderr</translation>
    </message>
    <message>
        <source>Nothing was printed.</source>
        <translation>Nichts wurde ausgegeben.</translation>
    </message>
    <message>
        <source>This row has no cell, so there is no output.</source>
        <translation>Diese Zeile hat keine Zelle, also keine Ausgabe.</translation>
    </message>
    <message>
        <source>What the model sees is known when the cell has ended.</source>
        <translation>Was das Modell sieht, ist bekannt, wenn die Zelle geendet hat.</translation>
    </message>
    <message>
        <source>The model was shown nothing of this cell.</source>
        <translation>Dem Modell wurde von dieser Zelle nichts gezeigt.</translation>
    </message>
    <message>
        <source>Nothing was printed yet.</source>
        <translation>Noch wurde nichts ausgegeben.</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Copy the output</source>
        <translation>Ausgabe kopieren</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>Alles davon</translation>
    </message>
    <message>
        <source>stdout</source>
        <translation>stdout</translation>
    </message>
    <message>
        <source>What the model saw</source>
        <translation>Was das Modell sah</translation>
    </message>
    <message>
        <source>Output of the cell</source>
        <translation>Ausgabe der Zelle</translation>
    </message>
    <message>
        <source>Shown to the model</source>
        <translation>Dem Modell gezeigt</translation>
    </message>
    <message>
        <source>cut, with a note of what is missing</source>
        <translation>gekürzt, mit einem Vermerk, was fehlt</translation>
    </message>
    <message>
        <source>nothing was cut</source>
        <translation>nichts wurde gekürzt</translation>
    </message>
</context>
<context>
    <name>rlmscope::PathPartButton</name>
    <message>
        <source>Click to select the longest one.</source>
        <translation>Ein Klick wählt den längsten.</translation>
    </message>
    <message>
        <source>%1: %2, %3 of the run time</source>
        <translation>%1: %2, %3 der Laufzeit</translation>
    </message>
</context>
<context>
    <name>rlmscope::PriceDialog</name>
    <message>
        <source>Price of %1</source>
        <translation>Preis von %1</translation>
    </message>
    <message>
        <source>&amp;In</source>
        <translation>&amp;Ein</translation>
    </message>
    <message>
        <source>&amp;Out</source>
        <translation>&amp;Aus</translation>
    </message>
    <message>
        <source>&amp;Cached in</source>
        <translation>Aus dem &amp;Cache</translation>
    </message>
    <message>
        <source>Cache &amp;write</source>
        <translation>In den Cac&amp;he</translation>
    </message>
    <message>
        <source>as In</source>
        <translation>wie Ein</translation>
    </message>
    <message>
        <source>USD per 1M tokens. Runs from now on use it; recorded runs keep theirs.</source>
        <translation>USD je 1 Mio. Token. Läufe ab jetzt verwenden ihn; aufgezeichnete behalten ihren.</translation>
    </message>
    <message>
        <source>Use this price</source>
        <translation>Diesen Preis verwenden</translation>
    </message>
    <message>
        <source>It is free</source>
        <translation>Es ist kostenlos</translation>
    </message>
    <message>
        <source>For a server of your own: every price is 0.</source>
        <translation>Für einen eigenen Server: jeder Preis ist 0.</translation>
    </message>
    <message>
        <source>Forget mine</source>
        <translation>Meinen vergessen</translation>
    </message>
    <message>
        <source>Back to what the table says</source>
        <translation>Zurück zu dem, was die Tabelle sagt</translation>
    </message>
    <message>
        <source>A price needs both, in and out. 0 is a price, too.</source>
        <translation>Ein Preis braucht beides, ein und aus. Auch 0 ist ein Preis.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a price: a number of USD such as 1.25, with at most 6 places.</source>
        <translation>„%1“ ist kein Preis: eine Zahl in USD wie 1.25, mit höchstens 6 Stellen.</translation>
    </message>
</context>
<context>
    <name>rlmscope::PriceUpdateDialog</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Datei wählen…</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Use these prices</source>
        <translation>Diese Preise verwenden</translation>
    </message>
    <message>
        <source>Update prices</source>
        <translation>Preise aktualisieren</translation>
    </message>
    <message>
        <source>&amp;File or address, in the format of LiteLLM&apos;s price table</source>
        <translation>&amp;Datei oder Adresse im Format von LiteLLMs Preistabelle</translation>
    </message>
    <message>
        <source>File or address of a price table</source>
        <translation>Datei oder Adresse einer Preistabelle</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Now: in, out</source>
        <translation>Jetzt: ein, aus</translation>
    </message>
    <message>
        <source>Then: in, out</source>
        <translation>Dann: ein, aus</translation>
    </message>
    <message>
        <source>Prices that would change</source>
        <translation>Preise, die sich ändern würden</translation>
    </message>
    <message>
        <source>USD per 1M tokens. Recorded runs keep their prices.</source>
        <translation>USD je 1 Mio. Token. Aufgezeichnete Läufe behalten ihre Preise.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose a price table</source>
        <translation>Preistabelle wählen</translation>
    </message>
    <message>
        <source>JSON (*.json);;All files (*)</source>
        <translation>JSON (*.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Nothing changes before you have seen what would.</source>
        <translation>Nichts ändert sich, bevor zu sehen war, was sich ändern würde.</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>%1 wird gelesen…</translation>
    </message>
    <message numerus="yes">
        <source>%n known model(s) keep their price, because the file says too little: %1.</source>
        <translation>
            <numerusform>%n bekanntes Modell behält seinen Preis, weil die Datei zu wenig sagt: %1.</numerusform>
            <numerusform>%n bekannte Modelle behalten ihren Preis, weil die Datei zu wenig sagt: %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 changed, %2 new, %3 unchanged.</source>
        <translation>%1 geändert, %2 neu, %3 unverändert.</translation>
    </message>
</context>
<context>
    <name>rlmscope::ProviderListModel</name>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>not set up</source>
        <translation>nicht eingerichtet</translation>
    </message>
    <message>
        <source>looking</source>
        <translation>wird gesucht</translation>
    </message>
    <message>
        <source>found</source>
        <translation>gefunden</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message>
        <source>not usable</source>
        <translation>nicht nutzbar</translation>
    </message>
    <message>
        <source>built in, seeded, free</source>
        <translation>eingebaut, mit Seed, kostenlos</translation>
    </message>
    <message>
        <source>nothing at %1</source>
        <translation>nichts unter %1</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n model(s)</source>
        <translation>
            <numerusform>%1, %n Modell</numerusform>
            <numerusform>%1, %n Modelle</numerusform>
        </translation>
    </message>
    <message>
        <source>key in the keychain</source>
        <translation>Schlüssel im Schlüsselbund</translation>
    </message>
    <message>
        <source>key from %1</source>
        <translation>Schlüssel aus %1</translation>
    </message>
    <message>
        <source>no address yet</source>
        <translation>noch keine Adresse</translation>
    </message>
    <message>
        <source>no key yet</source>
        <translation>noch kein Schlüssel</translation>
    </message>
    <message>
        <source>test failed</source>
        <translation>Test fehlgeschlagen</translation>
    </message>
    <message>
        <source>add key</source>
        <translation>eintragen</translation>
    </message>
    <message>
        <source>nothing at port %1</source>
        <translation>nichts an Port %1</translation>
    </message>
</context>
<context>
    <name>rlmscope::ProviderListView</name>
    <message>
        <source>Providers</source>
        <translation>Anbieter</translation>
    </message>
</context>
<context>
    <name>rlmscope::ProviderPanel</name>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Result of the test</source>
        <translation>Ergebnis des Tests</translation>
    </message>
    <message>
        <source>in runs: %1:MODEL</source>
        <translation>in Läufen: %1:MODELL</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keine</translation>
    </message>
    <message>
        <source>in the system keychain</source>
        <translation>im Schlüsselbund des Systems</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>aus %1</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>nicht nötig</translation>
    </message>
    <message>
        <source>Replace…</source>
        <translation>Ersetzen…</translation>
    </message>
    <message>
        <source>Paste a key…</source>
        <translation>Schlüssel einfügen…</translation>
    </message>
    <message>
        <source>Replace the key of %1</source>
        <translation>Den Schlüssel von %1 ersetzen</translation>
    </message>
    <message>
        <source>Paste a key for %1</source>
        <translation>Einen Schlüssel für %1 einfügen</translation>
    </message>
    <message>
        <source>Delete the key of %1 from the keychain</source>
        <translation>Den Schlüssel von %1 aus dem Schlüsselbund löschen</translation>
    </message>
    <message>
        <source>goes to %1 only</source>
        <translation>geht nur an %1</translation>
    </message>
    <message>
        <source>A key is bound to the address it was entered for and goes nowhere else.</source>
        <translation>Ein Schlüssel gehört zu der Adresse, für die er eingegeben wurde, und geht nirgendwo sonst hin.</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Choose a model to ask</source>
        <translation>Ein Modell zum Fragen wählen</translation>
    </message>
    <message>
        <source>Lists the models, then asks %1 for one word</source>
        <translation>Führt die Modelle auf, fragt dann %1 nach einem Wort</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>Erneut testen</translation>
    </message>
    <message>
        <source>Cancel the test</source>
        <translation>Test abbrechen</translation>
    </message>
    <message>
        <source>Test %1</source>
        <translation>%1 testen</translation>
    </message>
    <message>
        <source>Asking which models there are…</source>
        <translation>Es wird gefragt, welche Modelle es gibt…</translation>
    </message>
    <message>
        <source>Asking %1 for one word…</source>
        <translation>%1 wird nach einem Wort gefragt…</translation>
    </message>
    <message>
        <source>The test was cancelled.</source>
        <translation>Der Test wurde abgebrochen.</translation>
    </message>
    <message numerus="yes">
        <source>Lists %n model(s).</source>
        <translation>
            <numerusform>Führt %n Modell auf.</numerusform>
            <numerusform>Führt %n Modelle auf.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is not among them, but answers.</source>
        <translation>%1 ist nicht darunter, antwortet aber.</translation>
    </message>
    <message>
        <source>%1 answered</source>
        <translation>%1 hat geantwortet</translation>
    </message>
    <message>
        <source>: first token after %1</source>
        <translation>: erstes Token nach %1</translation>
    </message>
    <message>
        <source>, all of it after %1</source>
        <translation>, alles nach %1</translation>
    </message>
    <message>
        <source>; %1 tokens in, %2 out</source>
        <translation>; %1 Token ein, %2 aus</translation>
    </message>
    <message>
        <source>, %1</source>
        <translation>, %1</translation>
    </message>
    <message>
        <source>, cost unknown</source>
        <translation>, Kosten unbekannt</translation>
    </message>
    <message>
        <source>testing</source>
        <translation>wird getestet</translation>
    </message>
    <message>
        <source>answered in %1</source>
        <translation>geantwortet in %1</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>geantwortet</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
</context>
<context>
    <name>rlmscope::PythonOptions</name>
    <message>
        <source>%1 defines no function.</source>
        <translation>%1 definiert keine Funktion.</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>&amp;Werkzeuge</translation>
    </message>
    <message>
        <source>Python file; its functions run in the sandbox</source>
        <translation>Python-Datei; ihre Funktionen laufen in der Sandbox</translation>
    </message>
    <message>
        <source>Leave out the tools of the recorded run</source>
        <translation>Die Werkzeuge des aufgezeichneten Laufs weglassen</translation>
    </message>
    <message>
        <source>T&amp;rusted tools</source>
        <translation>Vert&amp;raute Werkzeuge</translation>
    </message>
    <message>
        <source>Python file; its functions run outside the sandbox</source>
        <translation>Python-Datei; ihre Funktionen laufen außerhalb der Sandbox</translation>
    </message>
    <message>
        <source>Allow this file on this computer</source>
        <translation>Diese Datei auf diesem Rechner erlauben</translation>
    </message>
    <message>
        <source>Remembered for exactly this text of the file; a changed file is asked about again.</source>
        <translation>Gilt für genau diesen Text der Datei; nach einer Änderung wird wieder gefragt.</translation>
    </message>
    <message>
        <source>&amp;Packages</source>
        <translation>&amp;Pakete</translation>
    </message>
    <message>
        <source>Folder of Python packages, read-only</source>
        <translation>Ordner mit Python-Paketen, nur lesbar</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>Beliebig</translation>
    </message>
    <message>
        <source>Partial</source>
        <translation>Teilweise</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Voll</translation>
    </message>
    <message>
        <source>&amp;Sandbox at least</source>
        <translation>&amp;Sandbox mindestens</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>Wählen: %1</translation>
    </message>
    <message>
        <source>Choose a Python file</source>
        <translation>Python-Datei wählen</translation>
    </message>
    <message>
        <source>Python (*.py);;All files (*)</source>
        <translation>Python (*.py);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Choose a folder of Python packages</source>
        <translation>Ordner mit Python-Paketen wählen</translation>
    </message>
    <message>
        <source>Uses %1 of the recorded run.</source>
        <translation>Verwendet %1 des aufgezeichneten Laufs.</translation>
    </message>
    <message>
        <source>The recorded run had %1. Their file is not part of a trace: choose it, or run without.</source>
        <translation>Der aufgezeichnete Lauf hatte %1. Ihre Datei ist nicht Teil eines Trace: wählen oder ohne ausführen.</translation>
    </message>
    <message>
        <source>The recorded run had %1. Where they are is not part of a trace: choose them, or run without.</source>
        <translation>Der aufgezeichnete Lauf hatte %1. Wo sie liegen, ist nicht Teil eines Trace: wählen oder ohne ausführen.</translation>
    </message>
    <message>
        <source>This computer offers less, so the run would not start.</source>
        <translation>Dieser Rechner bietet weniger; der Lauf würde nicht starten.</translation>
    </message>
</context>
<context>
    <name>rlmscope::Rail</name>
    <message>
        <source>Places</source>
        <translation>Orte</translation>
    </message>
</context>
<context>
    <name>rlmscope::RecursionSketch</name>
    <message>
        <source>Illustration: a context of ten million tokens, the part that a model holds at once, and a root that starts child frames which query sub-models</source>
        <translation>Darstellung: ein Kontext von zehn Millionen Token, der Teil, den ein Modell auf einmal fasst, und ein Root, der Kind-Frames startet, die Untermodelle fragen</translation>
    </message>
    <message>
        <source>the whole context: 10,000,000 tokens</source>
        <translation>der ganze Kontext: 10.000.000 Token</translation>
    </message>
    <message>
        <source>what the model holds at once: 100,000</source>
        <translation>was das Modell auf einmal fasst: 100.000</translation>
    </message>
    <message>
        <source>root writes code</source>
        <translation>root schreibt Code</translation>
    </message>
</context>
<context>
    <name>rlmscope::ReportPage</name>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Make the report again</source>
        <translation>Bericht neu erzeugen</translation>
    </message>
    <message>
        <source>Print to PDF…</source>
        <translation>Als PDF drucken…</translation>
    </message>
    <message>
        <source>Export report…</source>
        <translation>Bericht exportieren…</translation>
    </message>
    <message>
        <source>Print to PDF</source>
        <translation>Als PDF drucken</translation>
    </message>
    <message>
        <source>PDF documents (*.pdf)</source>
        <translation>PDF-Dokumente (*.pdf)</translation>
    </message>
    <message>
        <source>No run is open. Open one, and its report is shown here.</source>
        <translation>Kein Lauf ist offen. Ist einer geöffnet, steht sein Bericht hier.</translation>
    </message>
    <message>
        <source>This build has no report page, because Node.js was missing when it was made. The data can still be exported as JSON.</source>
        <translation>Diese Fassung hat keine Berichtsseite, weil beim Bauen Node.js fehlte. Die Daten lassen sich trotzdem als JSON exportieren.</translation>
    </message>
    <message>
        <source>Making the report…</source>
        <translation>Der Bericht wird erzeugt…</translation>
    </message>
    <message>
        <source>Rendered pages are off for root, where Chromium&apos;s sandbox does not work. Export the report and open it in a browser, or set QTWEBENGINE_DISABLE_SANDBOX=1 to render it here without the sandbox.</source>
        <translation>Für root sind gerenderte Seiten aus, weil Chromiums Sandbox dort nicht arbeitet. Den Bericht exportieren und im Browser öffnen, oder QTWEBENGINE_DISABLE_SANDBOX=1 setzen, um ihn hier ohne Sandbox zu rendern.</translation>
    </message>
</context>
<context>
    <name>rlmscope::Reruns</name>
    <message>
        <source>Interrupted</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Answered early at the limit of %1</source>
        <translation>Früh beantwortet am Limit von %1</translation>
    </message>
    <message>
        <source>Stopped by the limit of %1</source>
        <translation>Gestoppt durch das Limit von %1</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) were in flight at the end and may be paid once more, at most %1.</source>
        <translation>
            <numerusform>%n Anfrage war am Ende unterwegs und wird vielleicht noch einmal bezahlt, höchstens %1.</numerusform>
            <numerusform>%n Anfragen waren am Ende unterwegs und werden vielleicht noch einmal bezahlt, höchstens %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) were asked for and not answered.</source>
        <translation>
            <numerusform>%n Aufruf war gestellt und nicht beantwortet.</numerusform>
            <numerusform>%n Aufrufe waren gestellt und nicht beantwortet.</numerusform>
        </translation>
    </message>
    <message>
        <source> at %1, %2</source>
        <translation> unter %1, %2</translation>
    </message>
    <message>
        <source>with your key</source>
        <translation>mit eigenem Schlüssel</translation>
    </message>
    <message>
        <source>without a key</source>
        <translation>ohne Schlüssel</translation>
    </message>
    <message>
        <source>This trace is not from your library. Resuming it runs its code and asks and pays %1.</source>
        <translation>Dieser Trace stammt nicht aus der eigenen Bibliothek. Fortsetzen führt ihren Code aus und fragt und bezahlt %1.</translation>
    </message>
    <message>
        <source>Tools in the sandbox: %1.</source>
        <translation>Werkzeuge in der Sandbox: %1.</translation>
    </message>
    <message>
        <source>Trusted tools outside the sandbox: %1.</source>
        <translation>Vertraute Werkzeuge außerhalb der Sandbox: %1.</translation>
    </message>
    <message>
        <source>Replay this run</source>
        <translation>Diesen Lauf wiederholen</translation>
    </message>
    <message>
        <source>This trace is not from your library. Replaying it runs its code; no model is asked.</source>
        <translation>Dieser Trace stammt nicht aus der eigenen Bibliothek. Wiederholen führt ihren Code aus; kein Modell wird gefragt.</translation>
    </message>
    <message>
        <source>%1 before any answer was recorded</source>
        <translation>%1, bevor eine Antwort aufgezeichnet war</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n recorded answer(s)</source>
        <translation>
            <numerusform>%1: %n aufgezeichnete Antwort</numerusform>
            <numerusform>%1: %n aufgezeichnete Antworten</numerusform>
        </translation>
    </message>
    <message>
        <source>Identical: %1 calls and %2 cells were compared, no model was asked.</source>
        <translation>Identisch: %1 Aufrufe und %2 Zellen wurden verglichen, kein Modell wurde gefragt.</translation>
    </message>
    <message numerus="yes">
        <source>Differs in %n place(s).</source>
        <translation>
            <numerusform>Weicht an %n Stelle ab.</numerusform>
            <numerusform>Weicht an %n Stellen ab.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Spent: %1 for %n call(s); it counts toward the limits of what goes on, and nothing of it is paid again.</source>
        <translation>
            <numerusform>Ausgegeben: %1 für %n Aufruf; das zählt zu den Limits dessen, was weitergeht, und nichts davon wird noch einmal bezahlt.</numerusform>
            <numerusform>Ausgegeben: %1 für %n Aufrufe; das zählt zu den Limits dessen, was weitergeht, und nichts davon wird noch einmal bezahlt.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rlmscope::ResumeBar</name>
    <message>
        <source>Raise the limit to</source>
        <translation>Limit erhöhen auf</translation>
    </message>
    <message>
        <source>Run its code on this computer and ask these models</source>
        <translation>Ihren Code auf diesem Rechner ausführen und diese Modelle fragen</translation>
    </message>
    <message>
        <source>Even though the sandbox of this computer is not full</source>
        <translation>Obwohl die Sandbox dieses Rechners nicht voll ist</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Replay without asking any model</source>
        <translation>Wiederholen, ohne ein Modell zu fragen</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>A new run gets the recorded replies again and asks only for what is new</source>
        <translation>Ein neuer Lauf bekommt die aufgezeichneten Antworten noch einmal und fragt nur nach Neuem</translation>
    </message>
    <message>
        <source>Its code runs again on the recorded replies; nothing is sent or paid</source>
        <translation>Sein Code läuft erneut auf den aufgezeichneten Antworten; nichts wird gesendet oder bezahlt</translation>
    </message>
    <message>
        <source>USD</source>
        <translation>USD</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>New limit in %1</source>
        <translation>Neues Limit in %1</translation>
    </message>
    <message>
        <source>Resume with a higher limit</source>
        <translation>Mit höherem Limit fortsetzen</translation>
    </message>
    <message>
        <source>The new limit must be higher than %1.</source>
        <translation>Das neue Limit muss höher sein als %1.</translation>
    </message>
    <message>
        <source>Run again with changes…</source>
        <translation>Mit Änderungen erneut ausführen…</translation>
    </message>
</context>
<context>
    <name>rlmscope::RolePanel</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Root</source>
        <translation>Root</translation>
    </message>
    <message>
        <source>Depth 1</source>
        <translation>Tiefe 1</translation>
    </message>
    <message>
        <source>Depth 2</source>
        <translation>Tiefe 2</translation>
    </message>
    <message>
        <source>Compaction</source>
        <translation>Verdichtung</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>A million tokens in</source>
        <translation>Eine Million Token ein</translation>
    </message>
    <message>
        <source>Model of %1</source>
        <translation>Modell von %1</translation>
    </message>
    <message>
        <source>Not set</source>
        <translation>Nicht festgelegt</translation>
    </message>
    <message>
        <source>Same as %1</source>
        <translation>Wie %1</translation>
    </message>
    <message>
        <source>Name %1 in a run to mean this model.</source>
        <translation>%1 in einem Lauf nennen, um dieses Modell zu meinen.</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>kein Modell</translation>
    </message>
    <message>
        <source>short names used in runs</source>
        <translation>Kurznamen in Läufen</translation>
    </message>
</context>
<context>
    <name>rlmscope::RunAnnotations</name>
    <message>
        <source>This trace is not in your library: notes and bookmarks are kept on this computer, beside it.</source>
        <translation>Dieser Trace ist nicht in der eigenen Bibliothek: Notizen und Lesezeichen bleiben auf diesem Rechner, neben ihm.</translation>
    </message>
    <message>
        <source>The trace cannot be written: notes and bookmarks are kept on this computer, beside it.</source>
        <translation>In den Trace kann nicht geschrieben werden: Notizen und Lesezeichen bleiben auf diesem Rechner, neben ihm.</translation>
    </message>
</context>
<context>
    <name>rlmscope::RunBar</name>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>simulated, nothing is paid</source>
        <translation>simuliert, kostenlos</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Ausgegeben</translation>
    </message>
    <message>
        <source>Tokens in + out</source>
        <translation>Token ein + aus</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Elapsed</source>
        <translation>Vergangen</translation>
    </message>
    <message>
        <source>Spent of limit</source>
        <translation>Ausgegeben vom Limit</translation>
    </message>
    <message>
        <source>RLM, depth %1</source>
        <translation>RLM, Tiefe %1</translation>
    </message>
    <message>
        <source>Direct call</source>
        <translation>Direkter Aufruf</translation>
    </message>
    <message>
        <source>Call and return, depth %1</source>
        <translation>Call und Return, Tiefe %1</translation>
    </message>
    <message>
        <source>script %1</source>
        <translation>Skript %1</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>+ %1 reserved</source>
        <translation>+ %1 reserviert</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Token</translation>
    </message>
    <message>
        <source>%1 cached</source>
        <translation>%1 aus dem Cache</translation>
    </message>
    <message>
        <source>Simulated of limit</source>
        <translation>Simuliert vom Limit</translation>
    </message>
    <message>
        <source>Simulated</source>
        <translation>Simuliert</translation>
    </message>
</context>
<context>
    <name>rlmscope::RunDocument</name>
    <message>
        <source>Answered after %1</source>
        <translation>Beantwortet nach %1</translation>
    </message>
    <message>
        <source>Answered at the limit of %1</source>
        <translation>Beantwortet am Limit von %1</translation>
    </message>
    <message>
        <source>Answered, forced</source>
        <translation>Beantwortet, erzwungen</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Stopped after %1</source>
        <translation>Gestoppt nach %1</translation>
    </message>
    <message>
        <source>Stopped by a limit</source>
        <translation>Durch ein Limit gestoppt</translation>
    </message>
    <message>
        <source>Stopped by the limit of %1</source>
        <translation>Gestoppt durch das Limit von %1</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>Reading the context</source>
        <translation>Der Kontext wird gelesen</translation>
    </message>
    <message>
        <source>Pausing (%1 in flight)</source>
        <translation>Hält an (%1 unterwegs)</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Stoppt</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Wird geöffnet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
</context>
<context>
    <name>rlmscope::RunDrawer</name>
    <message>
        <source>Fold the drawer</source>
        <translation>Schublade einklappen</translation>
    </message>
    <message>
        <source>Drawer tabs</source>
        <translation>Reiter der Schublade</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Totals</source>
        <translation>Summen</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Totals by model, depth and kind of call</source>
        <translation>Summen nach Modell, Tiefe und Art des Aufrufs</translation>
    </message>
    <message>
        <source>No model has been asked yet.</source>
        <translation>Noch wurde kein Modell gefragt.</translation>
    </message>
    <message>
        <source>Requests by model</source>
        <translation>Anfragen nach Modell</translation>
    </message>
    <message>
        <source>Unfold the drawer</source>
        <translation>Schublade ausklappen</translation>
    </message>
    <message>
        <source>Nothing is being sent: this run is not going on.</source>
        <translation>Nichts wird gesendet: Dieser Lauf ist nicht im Gange.</translation>
    </message>
    <message>
        <source>Timeline, budget, totals and requests</source>
        <translation>Zeitachse, Budget, Summen und Anfragen</translation>
    </message>
</context>
<context>
    <name>rlmscope::RunFamilyModel</name>
    <message>
        <source>%1, %2, not open</source>
        <translation>%1, %2, nicht geöffnet</translation>
    </message>
</context>
<context>
    <name>rlmscope::RunPage</name>
    <message>
        <source>Nothing was copied</source>
        <translation>Nichts wurde kopiert</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>Neuer Lauf</translation>
    </message>
    <message>
        <source>Panels below the runs</source>
        <translation>Bereiche unter den Läufen</translation>
    </message>
    <message>
        <source>Views of the run</source>
        <translation>Ansichten des Laufs</translation>
    </message>
    <message>
        <source>Call tree</source>
        <translation>Aufrufbaum</translation>
    </message>
    <message>
        <source>Paused: nothing is being sent</source>
        <translation>Angehalten: nichts wird gesendet</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) wait at the gate.</source>
        <translation>
            <numerusform>%n Aufruf wartet am Tor.</numerusform>
            <numerusform>%n Aufrufe warten am Tor.</numerusform>
        </translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Stop and keep the trace</source>
        <translation>Stoppen und den Trace behalten</translation>
    </message>
    <message>
        <source>%1 rows shown</source>
        <translation>%1 Zeilen gezeigt</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>Code kopieren</translation>
    </message>
    <message>
        <source>Copy the prompt</source>
        <translation>Prompt kopieren</translation>
    </message>
    <message>
        <source>Copy the reply</source>
        <translation>Antwort kopieren</translation>
    </message>
    <message>
        <source>Unfold everything below</source>
        <translation>Alles darunter ausklappen</translation>
    </message>
    <message>
        <source>Fold everything below</source>
        <translation>Alles darunter einklappen</translation>
    </message>
    <message>
        <source>Run again with changes…</source>
        <translation>Mit Änderungen erneut ausführen…</translation>
    </message>
    <message>
        <source>Replay without asking any model…</source>
        <translation>Wiederholen, ohne ein Modell zu fragen…</translation>
    </message>
    <message>
        <source>Cost and tokens of each row alone</source>
        <translation>Kosten und Token jeder Zeile allein</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>Notebook</source>
        <translation>Notizbuch</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Your note or bookmark was not saved</source>
        <translation>Notiz oder Lesezeichen wurde nicht gespeichert</translation>
    </message>
    <message>
        <source>Looking for %1 …</source>
        <translation>%1 wird gesucht …</translation>
    </message>
    <message>
        <source>Nothing matches %1. Clear filter (Esc).</source>
        <translation>Nichts passt zu %1. Filter löschen (Esc).</translation>
    </message>
    <message>
        <source>Nothing matches %1.</source>
        <translation>Nichts passt zu %1.</translation>
    </message>
    <message>
        <source>This run has no node %1.</source>
        <translation>Dieser Lauf hat keinen Knoten %1.</translation>
    </message>
    <message>
        <source>Write a note…</source>
        <translation>Notiz schreiben…</translation>
    </message>
    <message>
        <source>Take the bookmark away</source>
        <translation>Lesezeichen wegnehmen</translation>
    </message>
    <message>
        <source>Bookmark</source>
        <translation>Lesezeichen</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>Link copied</source>
        <translation>Link kopiert</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>Abdeckung</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Sub-calls</source>
        <translation>Unteraufrufe</translation>
    </message>
</context>
<context>
    <name>rlmscope::RunStatusBar</name>
    <message>
        <source>Show the requests of each model</source>
        <translation>Die Anfragen jedes Modells zeigen</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>No run shown</source>
        <translation>Kein Lauf gezeigt</translation>
    </message>
    <message>
        <source>in %1 out %2 cached %3</source>
        <translation>ein %1 aus %2 Cache %3</translation>
    </message>
    <message>
        <source>%1 in flight, %2 queued</source>
        <translation>%1 unterwegs, %2 warten</translation>
    </message>
    <message>
        <source>, %1 retrying</source>
        <translation>, %1 erneut</translation>
    </message>
    <message>
        <source>At event %1: %2</source>
        <translation>Bei Ereignis %1: %2</translation>
    </message>
</context>
<context>
    <name>rlmscope::RunsList</name>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Run again with changes…</source>
        <translation>Mit Änderungen erneut ausführen…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>No runs yet. New run, or open a trace.</source>
        <translation>Noch keine Läufe. Neuer Lauf, oder einen Trace öffnen.</translation>
    </message>
</context>
<context>
    <name>rlmscope::RunsModel</name>
    <message>
        <source>simulated</source>
        <translation>simuliert</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>importiert</translation>
    </message>
</context>
<context>
    <name>rlmscope::Scrubber</name>
    <message>
        <source>event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>turn</source>
        <translation>Runde</translation>
    </message>
    <message>
        <source>cell</source>
        <translation>Zelle</translation>
    </message>
    <message>
        <source>To the first event</source>
        <translation>Zum ersten Ereignis</translation>
    </message>
    <message>
        <source>Step back</source>
        <translation>Schritt zurück</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Step forward</source>
        <translation>Schritt vor</translation>
    </message>
    <message>
        <source>To the last event</source>
        <translation>Zum letzten Ereignis</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Speed, and what a step is</source>
        <translation>Tempo, und was ein Schritt ist</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Shorten waits of over a second</source>
        <translation>Warten von über einer Sekunde kürzen</translation>
    </message>
    <message>
        <source>A step is</source>
        <translation>Ein Schritt ist</translation>
    </message>
    <message>
        <source>An event</source>
        <translation>Ein Ereignis</translation>
    </message>
    <message>
        <source>A turn</source>
        <translation>Eine Runde</translation>
    </message>
    <message>
        <source>A cell</source>
        <translation>Eine Zelle</translation>
    </message>
    <message>
        <source>Replay, or pause the replay</source>
        <translation>Abspielen oder das Abspielen anhalten</translation>
    </message>
    <message>
        <source>Back by an event</source>
        <translation>Ein Ereignis zurück</translation>
    </message>
    <message>
        <source>On by an event</source>
        <translation>Ein Ereignis vor</translation>
    </message>
    <message>
        <source>Back to the turn before</source>
        <translation>Zurück zur Runde davor</translation>
    </message>
    <message>
        <source>On to the next turn</source>
        <translation>Weiter zur nächsten Runde</translation>
    </message>
    <message>
        <source>Back to the cell before</source>
        <translation>Zurück zur Zelle davor</translation>
    </message>
    <message>
        <source>On to the next cell</source>
        <translation>Weiter zur nächsten Zelle</translation>
    </message>
    <message>
        <source>Back to now</source>
        <translation>Zurück zum Jetzt</translation>
    </message>
    <message>
        <source>no events</source>
        <translation>keine Ereignisse</translation>
    </message>
    <message>
        <source>event %1</source>
        <translation>Ereignis %1</translation>
    </message>
    <message>
        <source>Earlier, at %1</source>
        <translation>Früher, bei %1</translation>
    </message>
    <message>
        <source>Every view shows this moment. The run goes on.</source>
        <translation>Jede Ansicht zeigt diesen Moment. Der Lauf geht weiter.</translation>
    </message>
    <message>
        <source>Every view shows this moment.</source>
        <translation>Jede Ansicht zeigt diesen Moment.</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Back to now, and on with what comes</source>
        <translation>Zurück zum Jetzt und weiter mit dem, was kommt</translation>
    </message>
    <message>
        <source>Back to the end of the run</source>
        <translation>Zurück zum Ende des Laufs</translation>
    </message>
    <message>
        <source>Pause the replay</source>
        <translation>Das Abspielen anhalten</translation>
    </message>
    <message>
        <source>Play as it went</source>
        <translation>Abspielen, wie es war</translation>
    </message>
    <message>
        <source>Speed %1, a step is one %2%3</source>
        <translation>Tempo %1, ein Schritt ist: %2%3</translation>
    </message>
    <message>
        <source>, waits shortened</source>
        <translation>, Warten gekürzt</translation>
    </message>
    <message>
        <source>Back by one %1</source>
        <translation>Zurück, Schritt: %1</translation>
    </message>
    <message>
        <source>On by one %1</source>
        <translation>Vor, Schritt: %1</translation>
    </message>
</context>
<context>
    <name>rlmscope::ScrubberTrack</name>
    <message>
        <source>Moment of the run</source>
        <translation>Moment des Laufs</translation>
    </message>
    <message>
        <source>Left and Right go by an event, with Shift by a turn, with Ctrl by a cell. End goes back to now.</source>
        <translation>Links und Rechts gehen um ein Ereignis, mit Umschalt um eine Runde, mit Strg um eine Zelle. Ende führt zurück zum Jetzt.</translation>
    </message>
    <message>
        <source>no events yet</source>
        <translation>noch keine Ereignisse</translation>
    </message>
    <message>
        <source>event %1, %2</source>
        <translation>Ereignis %1, %2</translation>
    </message>
    <message>
        <source>Event %1 of %2, %3</source>
        <translation>Ereignis %1 von %2, %3</translation>
    </message>
</context>
<context>
    <name>rlmscope::SessionFile</name>
    <message>
        <source>The file of the last session is damaged: %1.</source>
        <translation>Die Datei der letzten Sitzung ist beschädigt: %1.</translation>
    </message>
    <message>
        <source>The last session was written by another version.</source>
        <translation>Die letzte Sitzung wurde von einer anderen Version geschrieben.</translation>
    </message>
    <message>
        <source>The last session could not be read: %1.</source>
        <translation>Die letzte Sitzung konnte nicht gelesen werden: %1.</translation>
    </message>
</context>
<context>
    <name>rlmscope::SettingsBinder</name>
    <message>
        <source>Looking…</source>
        <translation>Wird geprüft…</translation>
    </message>
    <message>
        <source>Full: own files only, listed system calls only, no network, no other programs.</source>
        <translation>Voll: nur eigene Dateien, nur aufgeführte Systemaufrufe, kein Netz, keine anderen Programme.</translation>
    </message>
    <message>
        <source>Partial.</source>
        <translation>Teilweise.</translation>
    </message>
    <message>
        <source>Limits of memory and time only.</source>
        <translation>Nur Grenzen für Speicher und Zeit.</translation>
    </message>
    <message>
        <source>Missing: %1.</source>
        <translation>Es fehlt: %1.</translation>
    </message>
    <message>
        <source>No file manager could be started.</source>
        <translation>Es ließ sich kein Dateiverwalter starten.</translation>
    </message>
    <message>
        <source>A run that is going on may use them.</source>
        <translation>Ein laufender Lauf könnte sie verwenden.</translation>
    </message>
    <message numerus="yes">
        <source>%n trace(s), %1 in %2</source>
        <translation>
            <numerusform>%n Trace, %1 in %2</numerusform>
            <numerusform>%n Traces, %1 in %2</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, for sub-calls at temperature 0. Clearing them costs nothing but the next calls.</source>
        <translation>%1, für Unteraufrufe bei Temperatur 0. Sie zu leeren kostet nichts als die nächsten Aufrufe.</translation>
    </message>
    <message>
        <source>None kept.</source>
        <translation>Keine aufgehoben.</translation>
    </message>
    <message>
        <source>The replies could not be removed.</source>
        <translation>Die Antworten konnten nicht entfernt werden.</translation>
    </message>
</context>
<context>
    <name>rlmscope::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>Einstellungen durchsuchen</translation>
    </message>
    <message>
        <source>Sections of the settings</source>
        <translation>Abschnitte der Einstellungen</translation>
    </message>
    <message>
        <source>Clear search (Esc)</source>
        <translation>Suche löschen (Esc)</translation>
    </message>
    <message>
        <source>Back to the default of “%1”</source>
        <translation>Zurück zum Standard von „%1“</translation>
    </message>
    <message>
        <source>No setting matches “%1”.</source>
        <translation>Keine Einstellung passt zu „%1“.</translation>
    </message>
</context>
<context>
    <name>rlmscope::ShortcutSheet</name>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Find a key or what it does</source>
        <translation>Eine Taste suchen oder was sie tut</translation>
    </message>
    <message>
        <source>No shortcut is called “%1”.</source>
        <translation>Kein Tastenkürzel heißt „%1“.</translation>
    </message>
</context>
<context>
    <name>rlmscope::SpendModel</name>
    <message>
        <source>Calls of frames</source>
        <translation>Aufrufe von Frames</translation>
    </message>
    <message>
        <source>Sub-calls</source>
        <translation>Unteraufrufe</translation>
    </message>
    <message>
        <source>Forced last answers</source>
        <translation>Erzwungene letzte Antworten</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>All calls</source>
        <translation>Alle Aufrufe</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>Nach Modell</translation>
    </message>
    <message>
        <source>model not recorded</source>
        <translation>Modell nicht aufgezeichnet</translation>
    </message>
    <message>
        <source>By depth</source>
        <translation>Nach Tiefe</translation>
    </message>
    <message>
        <source>Depth 0, root</source>
        <translation>Tiefe 0, root</translation>
    </message>
    <message>
        <source>Depth %1</source>
        <translation>Tiefe %1</translation>
    </message>
    <message>
        <source>By kind of call</source>
        <translation>Nach Art des Aufrufs</translation>
    </message>
    <message>
        <source>Simulated models at made-up prices: nothing of it is paid.</source>
        <translation>Simulierte Modelle zu erfundenen Preisen: nichts davon wird bezahlt.</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) are of simulated models at made-up prices: that part is not paid.</source>
        <translation>
            <numerusform>%n Antwort stammt von simulierten Modellen zu erfundenen Preisen: dieser Teil wird nicht bezahlt.</numerusform>
            <numerusform>%n Antworten stammen von simulierten Modellen zu erfundenen Preisen: dieser Teil wird nicht bezahlt.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of the input tokens came from the provider&apos;s cache.</source>
        <translation>%1 der Eingabe-Token kamen aus dem Cache des Anbieters.</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) came from the record</source>
        <translation>
            <numerusform>%n Antwort kam aus der Aufzeichnung</numerusform>
            <numerusform>%n Antworten kamen aus der Aufzeichnung</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) came from the cache of earlier runs</source>
        <translation>
            <numerusform>%n Antwort kam aus dem Cache früherer Läufe</numerusform>
            <numerusform>%n Antworten kamen aus dem Cache früherer Läufe</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2 saved.</source>
        <translation>%1: %2 gespart.</translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s) failed and cost %1.</source>
        <translation>
            <numerusform>%n Versuch schlug fehl und kostete %1.</numerusform>
            <numerusform>%n Versuche schlugen fehl und kosteten %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s) reported no usage: %1 of the cost is what was reserved, an upper bound.</source>
        <translation>
            <numerusform>%n Versuch meldete keinen Verbrauch: %1 der Kosten sind das Reservierte, eine Obergrenze.</numerusform>
            <numerusform>%n Versuche meldeten keinen Verbrauch: %1 der Kosten sind das Reservierte, eine Obergrenze.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s) have no known price: the cost is at least so much.</source>
        <translation>
            <numerusform>%n Versuch hat keinen bekannten Preis: Die Kosten sind mindestens so hoch.</numerusform>
            <numerusform>%n Versuche haben keinen bekannten Preis: Die Kosten sind mindestens so hoch.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) were in flight when their process ended: perhaps billed, not counted.</source>
        <translation>
            <numerusform>%n Anfrage war unterwegs, als ihr Prozess endete: vielleicht berechnet, nicht gezählt.</numerusform>
            <numerusform>%n Anfragen waren unterwegs, als ihr Prozess endete: vielleicht berechnet, nicht gezählt.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 calls, %2 requests, %3 of them failed</source>
        <translation>%1 Aufrufe, %2 Anfragen, %3 davon fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Token</translation>
    </message>
    <message>
        <source>%1 read from the cache, %2 written to it, %3 of the input</source>
        <translation>%1 aus dem Cache gelesen, %2 hineingeschrieben, %3 der Eingabe</translation>
    </message>
    <message>
        <source>%1 tokens, reasoning included</source>
        <translation>%1 Token, Überlegung eingeschlossen</translation>
    </message>
    <message>
        <source>at least %1, some prices are unknown</source>
        <translation>mindestens %1, einige Preise sind unbekannt</translation>
    </message>
    <message>
        <source>, %1 of it estimated</source>
        <translation>, %1 davon geschätzt</translation>
    </message>
    <message>
        <source>, simulated</source>
        <translation>, simuliert</translation>
    </message>
    <message>
        <source>of the cost</source>
        <translation>der Kosten</translation>
    </message>
    <message>
        <source>of the tokens; nothing was paid</source>
        <translation>der Token; nichts wurde bezahlt</translation>
    </message>
    <message>
        <source>%1 for %2 replies that were not asked for again</source>
        <translation>%1 für %2 Antworten, nach denen nicht noch einmal gefragt wurde</translation>
    </message>
    <message>
        <source>%1 attempts, %2</source>
        <translation>%1 Versuche, %2</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Überlegung</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespart</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
</context>
<context>
    <name>rlmscope::Sums</name>
    <message numerus="yes">
        <source>%n sub-call(s)</source>
        <translation>
            <numerusform>%n Unteraufruf</numerusform>
            <numerusform>%n Unteraufrufe</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n child frame(s)</source>
        <translation>
            <numerusform>%n Kind-Frame</numerusform>
            <numerusform>%n Kind-Frames</numerusform>
        </translation>
    </message>
    <message>
        <source>cost unknown</source>
        <translation>Kosten unbekannt</translation>
    </message>
    <message numerus="yes">
        <source>%n open</source>
        <translation>
            <numerusform>%n offen</numerusform>
            <numerusform>%n offen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n place(s)</source>
        <translation>
            <numerusform>an %n Stelle</numerusform>
            <numerusform>an %n Stellen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rlmscope::TabOverflow</name>
    <message>
        <source>More tabs</source>
        <translation>Weitere Reiter</translation>
    </message>
</context>
<context>
    <name>rlmscope::TextHead</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>rlmscope::TextRows</name>
    <message>
        <source>%1 are selected; at most %2 can be copied. Save the text as a file instead.</source>
        <translation>%1 sind ausgewählt; höchstens %2 lassen sich kopieren. Stattdessen den Text als Datei speichern.</translation>
    </message>
    <message>
        <source>The text cannot be read.</source>
        <translation>Der Text ist nicht zu lesen.</translation>
    </message>
</context>
<context>
    <name>rlmscope::Timeline</name>
    <message>
        <source>queued</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>ok</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Waited to be sent</source>
        <translation>Wartete auf das Senden</translation>
    </message>
    <message>
        <source>First token after</source>
        <translation>Erstes Token nach</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <translation>%1 ein, %2 aus</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>%1, %2 failed below</source>
        <translation>%1, %2 darunter fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1, all ok</source>
        <translation>%1, alle ok</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>an %1</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>aus %1</translation>
    </message>
    <message>
        <source>Root model</source>
        <translation>Root-Modell</translation>
    </message>
    <message>
        <source>Sub-calls of root</source>
        <translation>Unteraufrufe des Root</translation>
    </message>
    <message>
        <source>Child models</source>
        <translation>Kind-Modelle</translation>
    </message>
    <message>
        <source>Child sub-calls</source>
        <translation>Unteraufrufe der Kinder</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Warten</translation>
    </message>
    <message>
        <source>Gaps</source>
        <translation>Lücken</translation>
    </message>
    <message>
        <source>Model calls of the root frame that everything else waited for.</source>
        <translation>Modellaufrufe des Root-Frames, auf die alles andere wartete.</translation>
    </message>
    <message>
        <source>Sub-calls from cells of the root frame that held up their cell.</source>
        <translation>Unteraufrufe aus Zellen des Root-Frames, die ihre Zelle aufhielten.</translation>
    </message>
    <message>
        <source>Model calls of child frames that their parents waited for.</source>
        <translation>Modellaufrufe von Kind-Frames, auf die ihre Eltern warteten.</translation>
    </message>
    <message>
        <source>Sub-calls from cells of child frames that held up their cell.</source>
        <translation>Unteraufrufe aus Zellen von Kind-Frames, die ihre Zelle aufhielten.</translation>
    </message>
    <message>
        <source>Python of cells, while nothing they had started was waited for.</source>
        <translation>Python der Zellen, solange auf nichts gewartet wurde, das sie begonnen hatten.</translation>
    </message>
    <message>
        <source>Between the parts of a turn, a frame or the run.</source>
        <translation>Zwischen den Teilen einer Runde, eines Frames oder des Laufs.</translation>
    </message>
    <message>
        <source>%1 calls in flight, not %2</source>
        <translation>%1 Aufrufe unterwegs, nicht %2</translation>
    </message>
    <message>
        <source>%1 child frames at once, not %2</source>
        <translation>%1 Kind-Frames zugleich, nicht %2</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) in one batch, not in a loop</source>
        <translation>
            <numerusform>%n Aufruf in einem Stapel, nicht in einer Schleife</numerusform>
            <numerusform>%n Aufrufe in einem Stapel, nicht in einer Schleife</numerusform>
        </translation>
    </message>
    <message>
        <source>Estimated: every call and frame keeps the time it took, only when it begins changes.</source>
        <translation>Geschätzt: Jeder Aufruf und Frame behält seine Dauer, nur sein Beginn ändert sich.</translation>
    </message>
    <message numerus="yes">
        <source>%n fan-out(s) on the critical path had to queue, most of all in %1.</source>
        <translation>
            <numerusform>%n Fächer auf dem kritischen Pfad musste warten, am meisten in %1.</numerusform>
            <numerusform>%n Fächer auf dem kritischen Pfad mussten warten, am meisten in %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Child frames waited for a place, most of all in %1.</source>
        <translation>Kind-Frames warteten auf einen Platz, am meisten in %1.</translation>
    </message>
    <message>
        <source>%1 made them one after another. If none needs the reply of the one before, one batch would run %2 at once.</source>
        <translation>%1 machte sie nacheinander. Braucht keiner die Antwort des vorigen, liefen in einem Stapel %2 zugleich.</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Calls ended</source>
        <translation>Beendete Aufrufe</translation>
    </message>
    <message>
        <source>%1, %2 failed</source>
        <translation>%1, %2 fehlgeschlagen</translation>
    </message>
    <message>
        <source>In flight at most</source>
        <translation>Höchstens unterwegs</translation>
    </message>
    <message>
        <source>Queued at most</source>
        <translation>Höchstens wartend</translation>
    </message>
    <message>
        <source>Calls and frames that had been asked for and could not begin: other frames had the places, a rate limit, a retry, approval.</source>
        <translation>Aufrufe und Frames, die angefordert waren und nicht beginnen konnten: andere Frames hatten die Plätze, ein Ratenlimit, ein neuer Versuch, eine Freigabe.</translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s) on the critical path, the longest before %1. At most: something else is waited for then.</source>
        <translation>
            <numerusform>%n Wartezeit auf dem kritischen Pfad, die längste vor %1. Höchstens: Dann wird auf etwas anderes gewartet.</numerusform>
            <numerusform>%n Wartezeiten auf dem kritischen Pfad, die längste vor %1. Höchstens: Dann wird auf etwas anderes gewartet.</numerusform>
        </translation>
    </message>
    <message>
        <source>No queueing, at best</source>
        <translation>Bestenfalls: kein Anstehen</translation>
    </message>
</context>
<context>
    <name>rlmscope::TimelineCanvas</name>
    <message numerus="yes">
        <source>%1: %n bar(s)</source>
        <translation>
            <numerusform>%1: %n Balken</numerusform>
            <numerusform>%1: %n Balken</numerusform>
        </translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>No run is open. New run, or open a trace.</source>
        <translation>Kein Lauf ist offen. Neuer Lauf, oder einen Trace öffnen.</translation>
    </message>
    <message numerus="yes">
        <source>Laying out %n node(s).</source>
        <translation>
            <numerusform>%n Knoten wird angeordnet.</numerusform>
            <numerusform>%n Knoten werden angeordnet.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing has a known cost.</source>
        <translation>Nichts hat bekannte Kosten.</translation>
    </message>
    <message>
        <source>No call has reported tokens.</source>
        <translation>Kein Aufruf hat Token gemeldet.</translation>
    </message>
    <message>
        <source>Waiting for the first turn of root.</source>
        <translation>Warten auf die erste Runde von root.</translation>
    </message>
    <message>
        <source>calls, cells</source>
        <translation>Aufrufe, Zellen</translation>
    </message>
    <message>
        <source>sub-calls</source>
        <translation>Unteraufrufe</translation>
    </message>
    <message>
        <source>without a frame</source>
        <translation>ohne Frame</translation>
    </message>
    <message numerus="yes">
        <source>%n at once</source>
        <translation>
            <numerusform>%n zugleich</numerusform>
            <numerusform>%n zugleich</numerusform>
        </translation>
    </message>
    <message>
        <source>waited %1 for a frame</source>
        <translation>wartete %1 auf einen Frame</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln frame(s)</source>
        <translation>
            <numerusform>%Ln Frame</numerusform>
            <numerusform>%Ln Frames</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln turn(s)</source>
        <translation>
            <numerusform>%Ln Runde</numerusform>
            <numerusform>%Ln Runden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sub-call(s)</source>
        <translation>
            <numerusform>%Ln Unteraufruf</numerusform>
            <numerusform>%Ln Unteraufrufe</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln call(s)</source>
        <translation>
            <numerusform>%Ln Aufruf</numerusform>
            <numerusform>%Ln Aufrufe</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>depth %1, %Ln frame(s)</source>
        <translation>
            <numerusform>Tiefe %1, %Ln Frame</numerusform>
            <numerusform>Tiefe %1, %Ln Frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rlmscope::TimelineCounters</name>
    <message>
        <source>Budget left</source>
        <translation>Budget übrig</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Ausgegeben</translation>
    </message>
    <message>
        <source>Spend per second</source>
        <translation>Ausgaben je Sekunde</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Tokens per second</source>
        <translation>Token je Sekunde</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>Limit %1</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>kein Limit</translation>
    </message>
    <message>
        <source>when calls ended</source>
        <translation>als Aufrufe endeten</translation>
    </message>
    <message>
        <source>in and out, when calls ended</source>
        <translation>ein und aus, als Aufrufe endeten</translation>
    </message>
    <message>
        <source>output, even over each call&apos;s stream</source>
        <translation>Ausgabe, gleichmäßig über den Strom jedes Aufrufs</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 bei %2</translation>
    </message>
    <message>
        <source>%1 at %2: %3</source>
        <translation>%1 bei %2: %3</translation>
    </message>
    <message>
        <source>%1 queued</source>
        <translation>%1 wartend</translation>
    </message>
    <message>
        <source>%1 of them out</source>
        <translation>%1 davon aus</translation>
    </message>
    <message>
        <source>queued above, cut when long</source>
        <translation>Wartende oben, gekürzt, wenn lang</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>bis %1</translation>
    </message>
    <message>
        <source>Simulated</source>
        <translation>Simuliert</translation>
    </message>
</context>
<context>
    <name>rlmscope::TimelineLegend</name>
    <message>
        <source>Colours: model call, cell, sub-call</source>
        <translation>Farben: Modellaufruf, Zelle, Unteraufruf</translation>
    </message>
    <message>
        <source>model call</source>
        <translation>Modellaufruf</translation>
    </message>
    <message>
        <source>cell</source>
        <translation>Zelle</translation>
    </message>
    <message>
        <source>sub-call</source>
        <translation>Unteraufruf</translation>
    </message>
</context>
<context>
    <name>rlmscope::TimelinePanel</name>
    <message>
        <source>Critical path</source>
        <translation>Kritischer Pfad</translation>
    </message>
    <message>
        <source>The chain of waits that set the run time. Shortening anything else changes nothing.</source>
        <translation>Die Kette des Wartens, die die Laufzeit bestimmte. Anderes zu verkürzen ändert nichts.</translation>
    </message>
    <message>
        <source>What would be faster</source>
        <translation>Was schneller wäre</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>Critical path, estimates and selection</source>
        <translation>Kritischer Pfad, Schätzungen und Auswahl</translation>
    </message>
    <message>
        <source>Run time</source>
        <translation>Laufzeit</translation>
    </message>
    <message>
        <source>estimated</source>
        <translation>geschätzt</translation>
    </message>
    <message>
        <source>Nothing on the critical path had to queue, and no cell made calls in a loop.</source>
        <translation>Auf dem kritischen Pfad musste nichts warten, und keine Zelle machte Aufrufe in einer Schleife.</translation>
    </message>
    <message>
        <source>Known when the run has a critical path.</source>
        <translation>Bekannt, wenn der Lauf einen kritischen Pfad hat.</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>Esc clears</source>
        <translation>Esc hebt auf</translation>
    </message>
    <message>
        <source>Click a bar, or drag over a range.</source>
        <translation>Einen Balken anklicken oder über einen Bereich ziehen.</translation>
    </message>
    <message>
        <source>in the lanes</source>
        <translation>in den Spuren</translation>
    </message>
</context>
<context>
    <name>rlmscope::TimelineView</name>
    <message>
        <source>Lanes</source>
        <translation>Spuren</translation>
    </message>
    <message>
        <source>Flame by time</source>
        <translation>Flamme: Zeit</translation>
    </message>
    <message>
        <source>by cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>by tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Flame by cost</source>
        <translation>Flamme nach Kosten</translation>
    </message>
    <message>
        <source>Flame by tokens</source>
        <translation>Flamme nach Token</translation>
    </message>
    <message>
        <source>Critical path</source>
        <translation>Kritischer Pfad</translation>
    </message>
    <message>
        <source>Draw the chain of waits that set the run time</source>
        <translation>Die Kette des Wartens zeichnen, die die Laufzeit bestimmte</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Show all of the run (Home)</source>
        <translation>Den ganzen Lauf zeigen (Pos1)</translation>
    </message>
    <message>
        <source>Counters</source>
        <translation>Zähler</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>Where %1 went</source>
        <translation>Wohin %1 gingen</translation>
    </message>
    <message>
        <source>Where %1 of work went</source>
        <translation>Wohin %1 Arbeit gingen</translation>
    </message>
    <message>
        <source>what ran at once is added up</source>
        <translation>was zugleich lief, ist zusammengezählt</translation>
    </message>
    <message>
        <source>calls without a known price are not in it</source>
        <translation>Aufrufe ohne bekannten Preis sind nicht enthalten</translation>
    </message>
    <message>
        <source>Where %1 tokens went</source>
        <translation>Wohin %1 Token gingen</translation>
    </message>
    <message>
        <source>in and out</source>
        <translation>ein und aus</translation>
    </message>
</context>
<context>
    <name>rlmscope::TokenGauge</name>
    <message>
        <source>%1 tokens in, %2 of the window of %3</source>
        <translation>%1 Token ein, %2 des Fensters von %3</translation>
    </message>
    <message>
        <source>%1 tokens in; the trace does not say how large the window is</source>
        <translation>%1 Token ein; der Trace sagt nicht, wie groß das Fenster ist</translation>
    </message>
    <message>
        <source>estimated from the bytes, nothing counted yet</source>
        <translation>aus den Byte geschätzt, noch nichts gezählt</translation>
    </message>
    <message>
        <source>%1 cached</source>
        <translation>%1 aus dem Cache</translation>
    </message>
    <message>
        <source>%1 written to the cache</source>
        <translation>%1 in den Cache geschrieben</translation>
    </message>
    <message>
        <source>%1 fresh</source>
        <translation>%1 neu</translation>
    </message>
    <message>
        <source>%1 out</source>
        <translation>%1 aus</translation>
    </message>
    <message>
        <source>output cap %1</source>
        <translation>Ausgabegrenze %1</translation>
    </message>
    <message>
        <source>Tokens of the request</source>
        <translation>Token der Anfrage</translation>
    </message>
    <message>
        <source>%1 tokens in</source>
        <translation>%1 Token ein</translation>
    </message>
    <message>
        <source> of %1</source>
        <translation> von %1</translation>
    </message>
</context>
<context>
    <name>rlmscope::ValueItemsModel</name>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
</context>
<context>
    <name>rlmscope::ValuePanel</name>
    <message>
        <source>before</source>
        <translation>vorher</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Beginning</source>
        <translation>Anfang</translation>
    </message>
    <message>
        <source>What it was after each cell</source>
        <translation>Was sie nach jeder Zelle war</translation>
    </message>
    <message>
        <source>Choose a variable below to see what it was after each cell, and its value.</source>
        <translation>Unten eine Variable wählen, um zu sehen, was sie nach jeder Zelle war, und ihren Wert.</translation>
    </message>
    <message>
        <source>Items of the value</source>
        <translation>Elemente des Werts</translation>
    </message>
    <message>
        <source>Text of the value</source>
        <translation>Text des Werts</translation>
    </message>
    <message>
        <source>Table of the value</source>
        <translation>Tabelle des Werts</translation>
    </message>
    <message>
        <source>Load values</source>
        <translation>Werte laden</translation>
    </message>
    <message>
        <source>Out of this item (Backspace)</source>
        <translation>Aus diesem Element heraus (Backspace)</translation>
    </message>
    <message>
        <source>Search all of it</source>
        <translation>Alles durchsuchen</translation>
    </message>
    <message>
        <source>Search the whole value</source>
        <translation>Den ganzen Wert durchsuchen</translation>
    </message>
    <message>
        <source>The page before</source>
        <translation>Vorige Seite</translation>
    </message>
    <message>
        <source>The next page</source>
        <translation>Nächste Seite</translation>
    </message>
    <message>
        <source>not there after %1</source>
        <translation>nach %1 nicht vorhanden</translation>
    </message>
    <message>
        <source>after %1</source>
        <translation>nach %1</translation>
    </message>
    <message numerus="yes">
        <source>written by %n cell(s)</source>
        <translation>
            <numerusform>von %n Zelle geschrieben</numerusform>
            <numerusform>von %n Zellen geschrieben</numerusform>
        </translation>
    </message>
    <message>
        <source>This variable does not exist here.</source>
        <translation>Diese Variable gibt es hier nicht.</translation>
    </message>
    <message>
        <source>what the trace keeps of it</source>
        <translation>was der Trace davon behält</translation>
    </message>
    <message>
        <source>This program cannot run Python, so only the beginning of a value can be shown.</source>
        <translation>Dieses Programm kann kein Python ausführen, daher lässt sich nur der Anfang eines Werts zeigen.</translation>
    </message>
    <message>
        <source>Rebuilding the REPL: its cells run again with their recorded answers…</source>
        <translation>REPL wird neu aufgebaut: Die Zellen laufen erneut mit den aufgezeichneten Antworten…</translation>
    </message>
    <message numerus="yes">
        <source>To see all of it, the REPL is rebuilt: %n cell(s) run again with their recorded answers, about %1. No model is asked, nothing is paid.</source>
        <translation>
            <numerusform>Um alles zu sehen, wird die REPL neu aufgebaut: %n Zelle läuft erneut mit den aufgezeichneten Antworten, etwa %1. Kein Modell wird gefragt, nichts wird bezahlt.</numerusform>
            <numerusform>Um alles zu sehen, wird die REPL neu aufgebaut: %n Zellen laufen erneut mit den aufgezeichneten Antworten, etwa %1. Kein Modell wird gefragt, nichts wird bezahlt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Run its code and load values</source>
        <translation>Code ausführen und Werte laden</translation>
    </message>
    <message>
        <source>An empty text.</source>
        <translation>Ein leerer Text.</translation>
    </message>
    <message>
        <source>It is empty.</source>
        <translation>Leer.</translation>
    </message>
    <message>
        <source>Nothing in it contains “%1”.</source>
        <translation>Nichts darin enthält “%1”.</translation>
    </message>
    <message>
        <source>characters %1 of %2</source>
        <translation>Zeichen %1 von %2</translation>
    </message>
    <message>
        <source>matches %1 of %2</source>
        <translation>Treffer %1 von %2</translation>
    </message>
    <message>
        <source>rows %1 of %2</source>
        <translation>Zeilen %1 von %2</translation>
    </message>
    <message>
        <source>items %1 of %2</source>
        <translation>Elemente %1 von %2</translation>
    </message>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation>
            <numerusform>%n Treffer</numerusform>
            <numerusform>%n Treffer</numerusform>
        </translation>
    </message>
    <message>
        <source>the first %1 columns</source>
        <translation>die ersten %1 Spalten</translation>
    </message>
    <message>
        <source>clear the search to go into an item of this</source>
        <translation>Suche leeren, um in ein Element hiervon zu gehen</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
</context>
<context>
    <name>rlmscope::ValueRebuilder</name>
    <message>
        <source>The run is going on. When it has ended, its values can be loaded.</source>
        <translation>Der Lauf ist im Gange. Wenn er geendet hat, lassen sich seine Werte laden.</translation>
    </message>
    <message>
        <source>The REPL ended in this cell, so there is nothing to look at after it. Choose the cell before it.</source>
        <translation>Die REPL endete in dieser Zelle; danach gibt es nichts anzusehen. Die Zelle davor wählen.</translation>
    </message>
    <message>
        <source>This trace is not from your library. Loading values runs the code recorded in it, in the full sandbox, without network.</source>
        <translation>Dieser Trace stammt nicht aus der eigenen Bibliothek. Werte zu laden führt den darin aufgezeichneten Code aus, in der vollen Sandbox, ohne Netz.</translation>
    </message>
    <message>
        <source>This trace is not from your library; nothing of it is run unless you say so.</source>
        <translation>Dieser Trace stammt nicht aus der eigenen Bibliothek; ohne Zustimmung läuft nichts davon.</translation>
    </message>
    <message>
        <source>rebuilt in %1</source>
        <translation>neu aufgebaut in %1</translation>
    </message>
    <message>
        <source>nothing differed</source>
        <translation>nichts wich ab</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) differed from the record: %1</source>
        <translation>
            <numerusform>%n Sache wich von der Aufzeichnung ab: %1</numerusform>
            <numerusform>%n Sachen wichen von der Aufzeichnung ab: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rlmscope::ValueStepsModel</name>
    <message>
        <source>removed</source>
        <translation>entfernt</translation>
    </message>
    <message>
        <source>made</source>
        <translation>angelegt</translation>
    </message>
    <message>
        <source>written</source>
        <translation>geschrieben</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>Zelle</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
</context>
<context>
    <name>rlmscope::VariablesModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>%1, added</source>
        <translation>%1, hinzugekommen</translation>
    </message>
    <message>
        <source>%1, changed</source>
        <translation>%1, geändert</translation>
    </message>
    <message>
        <source>%1, removed</source>
        <translation>%1, entfernt</translation>
    </message>
    <message>
        <source>Before: %1
Now: %2</source>
        <translation>Vorher: %1
Jetzt: %2</translation>
    </message>
</context>
<context>
    <name>rlmscope::VariablesPanel</name>
    <message>
        <source>Variables</source>
        <translation>Variablen</translation>
    </message>
    <message>
        <source>The cell before</source>
        <translation>Die Zelle davor</translation>
    </message>
    <message>
        <source>The cell after</source>
        <translation>Die Zelle danach</translation>
    </message>
    <message>
        <source>Compare with another cell</source>
        <translation>Mit einer anderen Zelle vergleichen</translation>
    </message>
    <message>
        <source>Filter the variables</source>
        <translation>Variablen filtern</translation>
    </message>
    <message>
        <source>Name, type or value</source>
        <translation>Name, Typ oder Wert</translation>
    </message>
    <message>
        <source>End the comparison</source>
        <translation>Vergleich beenden</translation>
    </message>
    <message>
        <source>The cell left no variables.</source>
        <translation>Die Zelle hinterließ keine Variablen.</translation>
    </message>
    <message>
        <source>Nothing matches “%1”.</source>
        <translation>Nichts passt zu „%1“.</translation>
    </message>
    <message>
        <source>Turn %1, Cell %2</source>
        <translation>Runde %1, Zelle %2</translation>
    </message>
    <message>
        <source>No cell of this frame has run before this.</source>
        <translation>Vor diesem Knoten hat dieser Frame noch keine Zelle ausgeführt.</translation>
    </message>
    <message>
        <source>This frame has not run a cell.</source>
        <translation>Dieser Frame hat keine Zelle ausgeführt.</translation>
    </message>
    <message>
        <source>after %1</source>
        <translation>nach %1</translation>
    </message>
    <message>
        <source>Against %1: %2 added, %3 changed, %4 removed</source>
        <translation>Gegen %1: %2 hinzugekommen, %3 geändert, %4 entfernt</translation>
    </message>
    <message>
        <source>What the cell itself changed</source>
        <translation>Was die Zelle selbst geändert hat</translation>
    </message>
    <message>
        <source>Against the cell before (%1)</source>
        <translation>Gegen die Zelle davor (%1)</translation>
    </message>
    <message>
        <source>Against the first cell (%1)</source>
        <translation>Gegen die erste Zelle (%1)</translation>
    </message>
    <message>
        <source>No variables are recorded of this frame.</source>
        <translation>Von diesem Frame sind keine Variablen aufgezeichnet.</translation>
    </message>
</context>
<context>
    <name>rlmscope::VariablesTable</name>
    <message>
        <source>Variables</source>
        <translation>Variablen</translation>
    </message>
</context>
<context>
    <name>rlmscope::format</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>&lt;1 ms</source>
        <translation>&lt;1 ms</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 m %2 s</source>
        <translation>%1 m %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 m</source>
        <translation>%1 h %2 m</translation>
    </message>
    <message>
        <source>0 s</source>
        <translation>0 s</translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation>%1 µs</translation>
    </message>
    <message>
        <source>%1 m</source>
        <translation>%1 m</translation>
    </message>
    <message>
        <source>%1 B</source>
        <translation>%1 B</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>%1 TB</source>
        <translation>%1 TB</translation>
    </message>
    <message>
        <source>&lt;1 %</source>
        <translation>&lt;1 %</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
</context>
<context>
    <name>rlmscope::words</name>
    <message>
        <source>Money</source>
        <translation>Geld</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Input tokens</source>
        <translation>Eingabe-Token</translation>
    </message>
    <message>
        <source>Output tokens</source>
        <translation>Ausgabe-Token</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Frames</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Turns</source>
        <translation>Runden</translation>
    </message>
    <message>
        <source>Errors in a row</source>
        <translation>Fehler in Folge</translation>
    </message>
    <message>
        <source>Overrun</source>
        <translation>Überschreitung</translation>
    </message>
    <message>
        <source>0 s</source>
        <translation>0 s</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Token</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n Aufruf</numerusform>
            <numerusform>%n Aufrufe</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n Frame</numerusform>
            <numerusform>%n Frames</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s)</source>
        <translation>
            <numerusform>%n Runde</numerusform>
            <numerusform>%n Runden</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 input tokens</source>
        <translation>%1 Eingabe-Token</translation>
    </message>
    <message>
        <source>%1 output tokens</source>
        <translation>%1 Ausgabe-Token</translation>
    </message>
    <message>
        <source>a few seconds</source>
        <translation>ein paar Sekunden</translation>
    </message>
    <message>
        <source>about %1 s</source>
        <translation>etwa %1 s</translation>
    </message>
    <message>
        <source>about a minute</source>
        <translation>etwa eine Minute</translation>
    </message>
    <message>
        <source>about a minute and a half</source>
        <translation>etwa anderthalb Minuten</translation>
    </message>
    <message>
        <source>about %1 min</source>
        <translation>etwa %1 min</translation>
    </message>
    <message>
        <source>about an hour</source>
        <translation>etwa eine Stunde</translation>
    </message>
    <message>
        <source>about %1 hours</source>
        <translation>etwa %1 Stunden</translation>
    </message>
    <message>
        <source>more than a day</source>
        <translation>mehr als ein Tag</translation>
    </message>
    <message>
        <source>The time limit of %1 is reached in %2</source>
        <translation>Das Zeitlimit von %1 ist in %2 erreicht</translation>
    </message>
    <message>
        <source>HTTP %1</source>
        <translation>HTTP %1</translation>
    </message>
    <message>
        <source>waits: %1</source>
        <translation>wartet: %1</translation>
    </message>
    <message>
        <source>waits for room in the limit on %1</source>
        <translation>wartet auf Platz im Limit für %1</translation>
    </message>
    <message>
        <source>attempt %1 in %2: %3</source>
        <translation>Versuch %1 in %2: %3</translation>
    </message>
    <message>
        <source>attempt %1 is next: %2</source>
        <translation>Versuch %1 ist der nächste: %2</translation>
    </message>
    <message>
        <source>At this pace the limit of %1 is reached in %2 (estimated)</source>
        <translation>Bei diesem Tempo ist das Limit von %1 in %2 erreicht (geschätzt)</translation>
    </message>
    <message>
        <source>80 % of the limit of %1 is used up</source>
        <translation>80 % des Limits von %1 sind aufgebraucht</translation>
    </message>
    <message>
        <source>80 % of the limit of %1 is spent</source>
        <translation>80 % des Limits von %1 sind ausgegeben</translation>
    </message>
</context>
</TS>
