//! What whoever reads frames has to keep.

requirements! {
    Reader
    "read.json" Must "protocol.md#limits-of-a-message" [];
        "A reader MUST read JSON as RFC 8259 has it, with its keys in any order, any white space \
         and any escapes, and refuse what is none, a byte-order mark and a lone surrogate.";
        "Give the text to a strict JSON parser, refuse what it adds (comments, `NaN`, single \
         quotes), and look for lone surrogates afterwards, which many parsers let through.";
    "read.size" Must "protocol.md#limits-of-a-message" [];
        "A reader MUST accept a message of 131072 bytes of UTF-8 and refuse a longer one.";
        "Count the bytes of the text as it arrived, not its characters, before it is parsed.";
    "read.depth" Must "protocol.md#limits-of-a-message" [];
        "A reader MUST accept 64 levels of objects and arrays, the outermost one included, and \
         refuse more, in ignored and unknown values too.";
        "Set the depth of the parser, or count brackets outside of texts before it runs.";
    "read.shape" Must "protocol.md#frames" [];
        "A reader MUST decide by `type`, else by `action`, else by `eventType`, else by the keys \
         of a gateway fault what a frame is, and refuse all else.";
        "Look at the keys in that order: the first that is there decides, even if its value is \
         wrong.";
    "read.envelope" Must "protocol.md#envelope" [];
        "A reader MUST refuse a known event whose envelope lacks `timestamp` or `data`, or has a \
         key of the wrong form.";
        "Check the keys of the envelope by its table, apart from those of `data`.";
    "read.ping" Must "protocol.md#ping" [];
        "A reader MUST read a `ping` that is nothing but its `type`, and check `timestamp` and \
         `data` where they are there.";
        "Make both optional for `ping` alone, null included.";
    "read.commands" Must "protocol.md#commands" [];
        "A reader MUST read the commands by their tables, and ignore other keys of theirs.";
        "Check the listed keys alone: a command has no envelope.";
    "read.gateway-faults" Must "protocol.md#gateway-fault" [];
        "A reader MUST take for a gateway fault what has `message`, `connectionId` and \
         `requestId` as texts, in no other spelling, and refuse what has some of them.";
        "Compare the three keys to the letter, after `type`, `action` and `eventType` were not \
         found.";
    "read.neighbours" Must "protocol.md#frames" [];
        "A reader MUST take a frame with an `eventType` and no `type` for unknown, and check \
         nothing else of it.";
        "Let it pass before anything is read of the envelope: it belongs to another product.";
    "read.required-keys" Must "protocol.md#events" [];
        "A reader MUST refuse a known event that lacks a required key, at the path where the key \
         would be.";
        "Go through the table of the event after its keys were read, and name the first that is \
         missing.";
    "read.types" Must "protocol.md#values" [];
        "A reader MUST refuse a value of another JSON type than that of its key, and null for a \
         required one.";
        "Convert nothing: `\"5\"` is no number, and 1 is not true.";
    "read.texts" Must "protocol.md#values" [];
        "A reader MUST take ids for opaque, and accept an empty text where no id, token or \
         enumeration stands.";
        "Parse no id as a UUID, and check no text against a format that the reference does not \
         name.";
    "read.empty-texts" Must "protocol.md#values" [];
        "A reader MUST refuse an empty id, an empty token and an empty enumeration value, in a \
         list too.";
        "Check the length of each text of these kinds.";
    "read.absent-keys" Must "protocol.md#values" [];
        "A reader MUST read null for an optional key as absent, keep it for a key that may be \
         null, and tell an empty list from an absent one.";
        "Drop the key, and keep `[]`.";
    "read.numbers" Must "protocol.md#values" [];
        "A reader MUST read numbers in all forms of JSON, compare them with the range of their \
         key, and take only whole ones for integers.";
        "Decide by the value and not by how it is written: 3.0 is whole, and 1e400 is out of \
         range.";
    "read.times" Must "protocol.md#values" [];
        "A reader MUST read the listed forms of a date-time, refuse all others, and write whole \
         milliseconds in UTC.";
        "Do not leave it to the parser of the platform, which reads more: match the form first, \
         then check the calendar, then convert.";
    "read.dates" Must "protocol.md#values" [];
        "A reader MUST read a day, or a date-time for the day that is written in it, and write \
         the day.";
        "Take the first ten characters once all of it is known to be right, and do not convert to \
         UTC before.";
    "read.unknown-types" Must "protocol.md#unknown-and-malformed" [];
        "A reader MUST keep an event of a type that is not listed as it is, never take it for an \
         error if it has a `timestamp`, and write it back byte for byte.";
        "Keep the text of the frame, compare types to the letter, and check only `type` and \
         `timestamp`.";
    "read.area-errors" Must "protocol.md#unknown-and-malformed" [];
        "A reader MUST read any other `<area>.error` whose data has a text `code` as the event \
         `error`, and keep its type.";
        "Look at `code` before the frame is taken for unknown; from then on the table of `error` \
         holds.";
    "read.unknown-keys" Must "protocol.md#unknown-and-malformed" [];
        "A reader MUST ignore a key that is not listed, report its path, and leave it out of what \
         is written.";
        "Collect the paths while the keys are read; nothing inside of an ignored value matters.";
    "read.unknown-values" Must "protocol.md#unknown-and-malformed" [];
        "A reader MUST keep an enumeration value that is not listed, report it, and write it \
         back.";
        "Hold enumerations as text beside the listed values, and compare to the letter.";
    "read.tenants" Must "protocol.md#unknown-and-malformed" [];
        "A reader MUST refuse an event whose envelope names another tenant than its data, and \
         accept one that names it in one place.";
        "Compare both once the frame is read; where the tenant is required, only `data` counts.";
    "read.aliases" Must "protocol.md#old-spellings" [];
        "A reader MUST accept each old spelling and each snake_case spelling, report it, and \
         write the canonical one.";
        "Take the tables from `schema/meta.json`: no general conversion of keys, and nothing \
         inside unknown values.";
    "read.doubled-keys" Must "protocol.md#doubled-keys" [];
        "A reader MUST refuse two spellings of one known key in one object, even if one of them \
         is null.";
        "Remember under which spelling a key was read, and refuse the second.";
    "read.twins" Must "protocol.md#doubled-keys" [];
        "A reader MUST accept `kpiId` and `measureId` beside each other if they are equal, and \
         refuse them if not.";
        "Compare their values once both are read.";
    "read.repeated-keys" Should "protocol.md#doubled-keys" [];
        "A reader SHOULD refuse a known key that stands twice in the same spelling; one that is \
         given parsed JSON takes the last.";
        "Read the pairs of an object instead of a map, where the parser lets you.";
}
