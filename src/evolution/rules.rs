//! The rules, one row each: what the comparison says of a change, for the tool, the documents and the
//! tests.
//!
//! A verdict holds for frames from the server to clients. From clients to the server the two orders
//! are exchanged, since there the new clients write.

use super::rule::{Mirror, Rule};
use super::verdict::Verdict;

rules! {
    EventAdded = "event-added" mirror EventRemoved => Any;
        "an event is new",
        "add its row, its example and `since`",
        "Old clients find its type unknown, keep it and go on.";
    EventRemoved = "event-removed" mirror EventAdded => Break + policy + readable;
        "an event is gone, and its type is not reserved",
        "deprecate it, and when nobody sends it any more, remove it and reserve its type",
        "A type that is free is used again some day, for something else, while old frames are still stored.";
    EventRemovedReserved = "event-removed-reserved" mirror EventAdded => Any;
        "an event is gone, and its type is reserved",
        "stop sending it before it is removed",
        "New clients find its type unknown, keep it and go on.";
    BareEventAdded = "bare-event-added" mirror BareEventRemoved => ClientsFirst;
        "an event without `timestamp` and `data` is new",
        "release the clients, then send it",
        "An old client does not know the type, and an unknown event needs a timestamp.";
    BareEventRemoved = "bare-event-removed" mirror BareEventAdded => ServersFirst;
        "an event without `timestamp` and `data` is gone",
        "stop sending it, then release the clients",
        "A new client does not know the type, and an unknown event needs a timestamp.";
    BareAllowed = "bare-allowed" mirror BareForbidden => ClientsFirst;
        "`timestamp` and `data` may be missing",
        "release the clients, then leave the keys out",
        "Old clients need what may now be missing.";
    BareForbidden = "bare-forbidden" mirror BareAllowed => ServersFirst;
        "`timestamp` and `data` may not be missing any more",
        "send the keys, then release the clients",
        "New clients need what old servers may leave out.";
    AreaErrorAdded = "area-error-added" mirror AreaErrorRemoved => Any;
        "an error of an area has a row of its own, and old readers take it for the row `error`",
        "see that no server has used the area already, with less than the new row requires",
        "Old clients read any type with the suffix as the general error, which is what it says.";
    AreaErrorAddedUnlike = "area-error-added-unlike" mirror AreaErrorRemovedUnlike => ClientsFirst;
        "an error of an area has a row of its own, and old readers refuse it as the row `error`",
        "give it the keys of the row `error`, or another type, or release the clients first",
        "Old clients read any type with the suffix as the general error, and this is none.";
    AreaErrorRemoved = "area-error-removed" mirror AreaErrorAdded => Any;
        "an error of an area has no row any more, and new readers take it for the row `error`",
        "nothing to mind: it goes on being read",
        "New clients read any type with the suffix as the general error, which is what it says.";
    AreaErrorRemovedUnlike = "area-error-removed-unlike" mirror AreaErrorAddedUnlike => ServersFirst;
        "an error of an area has no row any more, and new readers refuse it as the row `error`",
        "stop sending it, then release the clients",
        "New clients read any type with the suffix as the general error, and this is none.";
    Renamed = "renamed" mirror RenamedBack => ClientsFirst;
        "the canonical spelling is new, and old readers do not know it",
        "first make the new spelling an alias, in a release of its own; swap the two in a later one; \
         never write both, readers refuse that as `duplicate`",
        "Old readers know what is meant under another name only.";
    RenamedBack = "renamed-back" mirror Renamed => ServersFirst;
        "the canonical spelling is one that old readers know, and the old one is not read any more",
        "keep the old spelling as an alias",
        "New readers do not know what old writers call it.";
    Swapped = "swapped" alone "the same change the other way round is the same change" => Any;
        "canonical spelling and alias are swapped",
        "keep the old spelling as an alias for as long as there may be frames with it",
        "Both spellings are read on both sides.";
    SuspectedRename = "suspected-rename" alone "the same change the other way round is the same change"
        => Break + policy + unreadable;
        "one is gone and another of its kind is new: it looks like a new name",
        "if it is a rename, keep the old spelling as an alias; if it is not, accept the finding with a \
         reason",
        "A new name without an alias loses what the old one said, and nobody is told. Of its kind is a key \
         of the same kind, an event with the same keys, a command with the same discriminator and keys, \
         and the only new value beside the only one that is gone.";
    AliasAdded = "alias-added" mirror AliasRemoved => Any;
        "an old spelling is read as it that was not",
        "add it to the vectors",
        "Nobody writes it, so nobody has to wait for it.";
    AliasRemoved = "alias-removed" mirror AliasAdded => ServersFirst + policy + readable;
        "an old spelling is not read as it any more",
        "keep it: an alias costs a word in a row",
        "No version writes it, but a peer that is older than these versions may.";
    SpellingCollides = "spelling-collides" mirror BecameAlias => ClientsFirst + policy + readable;
        "new, and old readers take a spelling of it for something else",
        "choose a spelling that was never read; this one breaks both ways while any peer still writes \
         it in its old meaning",
        "Old readers know the spelling as an alias, in snake_case too, and read a meaning that is not meant; \
         whoever still writes it means what the old ones read.";
    RequiredSpellingCollides = "required-spelling-collides" mirror RequiredBecameAlias => Break + policy;
        "a required key, and old readers take a spelling of it for another key",
        "choose a spelling that was never read, and make the key optional",
        "Old readers misread it, and new readers miss it in old frames.";
    BecameAlias = "became-alias" mirror SpellingCollides => ServersFirst;
        "gone, and new readers take its spelling for something else",
        "stop writing it, then release the readers",
        "New readers cannot tell what old writers kept apart.";
    RequiredBecameAlias = "required-became-alias" mirror RequiredSpellingCollides => Break;
        "a required key that is gone, and new readers take its spelling for another key",
        "make it optional and stop writing it, in a release of its own",
        "New readers misread it, and old readers miss it in new frames.";
    RequiredKeyAdded = "required-key-added" mirror RequiredKeyRemoved => ServersFirst;
        "a key is new that has to be there",
        "make it optional, or let every writer send it before a reader requires it",
        "New readers miss it in what old writers send.";
    RequiredKeyRemoved = "required-key-removed" mirror RequiredKeyAdded => ClientsFirst;
        "a key is gone that had to be there",
        "make it optional in a release of its own, remove it in a later one",
        "Old readers miss it in what new writers send.";
    OptionalKeyAdded = "optional-key-added" mirror OptionalKeyRemoved => Any;
        "an optional key is new",
        "give it a value in the example",
        "Old readers ignore it, new readers do without it.";
    OptionalKeyRemoved = "optional-key-removed" mirror OptionalKeyAdded => Break + policy + readable;
        "an optional key is gone, and its name is not reserved",
        "deprecate it, later remove it and reserve its name",
        "A name that is free is used again some day, for something else.";
    OptionalKeyRemovedReserved = "optional-key-removed-reserved" mirror OptionalKeyAdded => Any;
        "an optional key is gone, and its name is reserved",
        "nothing to mind: new readers ignore it",
        "Old readers do without it, new readers ignore it.";
    PresenceLoosened = "presence-loosened" mirror PresenceTightened => ClientsFirst;
        "the key may be absent or null where it might not",
        "release the readers, then leave it out",
        "Old readers need a value.";
    PresenceTightened = "presence-tightened" mirror PresenceLoosened => ServersFirst;
        "the key may not be absent or null where it might",
        "let every writer send it, then release the readers",
        "New readers need what old writers may leave out.";
    KindWidened = "kind-widened" mirror KindNarrowed => ClientsFirst;
        "there are more values than before",
        "release the readers, then write the new values",
        "Old readers refuse the values that are new.";
    KindNarrowed = "kind-narrowed" mirror KindWidened => ServersFirst;
        "there are fewer values than before",
        "stop writing the values that go, then release the readers",
        "New readers refuse values that old writers send.";
    KindChanged = "kind-changed" alone "the same change the other way round is the same change" => Break;
        "the values are of another kind",
        "add a key of the new kind, deprecate this one",
        "Each side writes values that the other refuses.";
    KindRenamed = "kind-renamed" alone "the same change the other way round is the same change" => Any;
        "the kind has another name, and the values are the same",
        "see the source list: the types of Rust and TypeScript change",
        "On the wire nothing changes.";
    SeveralChanges = "several-changes" alone "what is judged is the sum, in either direction" => ;
        "several things changed at once",
        "make the changes one at a time, a release each",
        "What counts is what the two versions write and read, not each change by itself.";
    TwinAllowed = "twin-allowed" mirror TwinForbidden => Any;
        "an old spelling may stand beside the canonical one",
        "add it to the vectors",
        "Nobody writes both, so nobody has to wait for it.";
    TwinForbidden = "twin-forbidden" mirror TwinAllowed => ServersFirst + policy + readable;
        "an old spelling may not stand beside the canonical one any more",
        "keep it: a twin costs a word in a row",
        "No version writes both, but a peer that is older than these versions may.";
    OpenValueAdded = "open-value-added" mirror OpenValueRemoved => Any;
        "a value is new that old readers keep as unknown",
        "give it a meaning, and an example if its event has room for one",
        "Readers of an open enumeration keep what they do not know.";
    OpenValueRemoved = "open-value-removed" mirror OpenValueAdded => Break + policy + readable;
        "a value is gone that new readers keep as unknown, and it is not reserved",
        "deprecate it, later remove it and reserve it",
        "A value that is free is used again some day, for something else.";
    OpenValueRemovedReserved = "open-value-removed-reserved" mirror OpenValueAdded => Any;
        "a value is gone that new readers keep as unknown, and it is reserved",
        "nothing to mind: new readers keep it as unknown",
        "Readers of an open enumeration keep what they do not know.";
    ClosedValueAdded = "closed-value-added" mirror ClosedValueRemoved => ClientsFirst;
        "a value is new that old readers refuse",
        "release the readers, then write it",
        "Readers of a closed enumeration refuse what they do not know.";
    ClosedValueRemoved = "closed-value-removed" mirror ClosedValueAdded => ServersFirst;
        "a value is gone that new readers refuse",
        "stop writing it, then release the readers",
        "Readers of a closed enumeration refuse what they do not know.";
    EnumerationOpened = "enumeration-opened" mirror EnumerationClosed => ClientsFirst;
        "any other value may be written too",
        "release the readers, then write values that are not listed",
        "Old readers refuse what is not listed.";
    EnumerationClosed = "enumeration-closed" mirror EnumerationOpened => ServersFirst;
        "only the listed values may be written",
        "stop writing other values, then release the readers",
        "New readers refuse what is not listed.";
    CommandAdded = "command-added" mirror CommandRemoved => ClientsFirst;
        "a command is new",
        "release those who receive it, then send it",
        "A receiver refuses a command that it does not know.";
    CommandRemoved = "command-removed" mirror CommandAdded => ServersFirst;
        "a command is gone",
        "let nobody send it any more, then release those who receive it",
        "A receiver refuses a command that it does not know.";
    LimitRaised = "limit-raised" mirror LimitLowered => ClientsFirst + readable;
        "frames may be larger",
        "release the readers, then write the larger frames",
        "Old readers refuse what is beyond their limit.";
    LimitLowered = "limit-lowered" mirror LimitRaised => ServersFirst + unreadable;
        "frames have to be smaller",
        "write smaller frames, then release the readers",
        "New readers refuse what is beyond their limit.";
    DiscriminatorChanged = "discriminator-changed" alone "the same change the other way round is the same change"
        => Break + policy + unreadable;
        "another key says what the frame is",
        "add a frame with the other key, remove this one later",
        "Nobody finds a frame under a key at which nobody looks.";
    DirectionChanged = "direction-changed" alone "the same change the other way round is the same change"
        => Break + policy + readable;
        "the frame travels another way",
        "add a frame for the other way, remove this one later",
        "Who never received it does not expect it.";
    TenantRuleChanged = "tenant-rule-changed" alone "the same change the other way round is the same change"
        => Break + policy + readable;
        "another rule says whose event it is",
        "leave it, or accept the finding with a reason: tenants are kept apart by it",
        "A client drops other tenants' events by this rule, so a change of it may show them.";
    AreaRuleChanged = "area-rule-changed" alone "the same change the other way round is the same change"
        => Break + policy + readable;
        "another rule says which unlisted types are errors",
        "leave it, or accept the finding with a reason",
        "Servers send errors of areas that no row lists, and rely on their being read.";
    GatewayKeyAdded = "gateway-key-added" mirror GatewayKeyRemoved => Break + readable;
        "a frame of the gateway has to have a key that it had not",
        "wait until Amazon sends it, on every stage",
        "Amazon writes these frames: no order of our releases changes what it sends.";
    GatewayKeyRemoved = "gateway-key-removed" mirror GatewayKeyAdded => Any;
        "a frame of the gateway need not have a key any more",
        "nothing to mind: what Amazon sends is ignored",
        "Amazon writes these frames, and a key too many is ignored.";
    GatewayKeyNarrowed = "gateway-key-narrowed" mirror GatewayKeyWidened => Break;
        "a key of the gateway's frames reads less than it did",
        "read what Amazon sends",
        "Amazon writes these frames: no order of our releases changes what it sends.";
    GatewayKeyWidened = "gateway-key-widened" mirror GatewayKeyNarrowed => Any;
        "a key of the gateway's frames reads what it did, and more",
        "nothing to mind",
        "Amazon writes these frames, and goes on being read.";
    ErrorCodeRemoved = "error-code-removed" mirror OpenValueAdded => Warn;
        "an error code is gone: what clients did about it, new ones do not",
        "keep the row while any server may send the code",
        "New clients do about it what they do about any other code.";
    BehaviourChanged = "behaviour-changed" alone "the same change the other way round is the same change" => Warn;
        "clients of the two versions act differently on it",
        "see that it does no harm while clients of both versions are out",
        "Every frame is read; what is done about it differs until the last tab is closed.";
    ReservedAdded = "reserved-added" mirror ReservedRemoved => Any;
        "a name is reserved",
        "nothing to mind",
        "A reserved name is never used again for something else.";
    ReservedRemoved = "reserved-removed" mirror ReservedAdded => Error;
        "a reserved name is free again",
        "put the entry back: the list only grows",
        "The name may still stand in stored frames, or be written by an old peer.";
    ReservedReused = "reserved-reused" alone "to stop using a reserved name is what the list is for" => Error;
        "a reserved name is in use again",
        "choose another name",
        "The name may still stand in stored frames, or be written by an old peer.";
    RemovedTooEarly = "removed-too-early" alone "nothing is added before its time" => Error;
        "gone before the version that was promised",
        "put it back until then",
        "Whoever read the deprecation relies on the version that it names.";
    MadeProvisional = "made-provisional" mirror MadeStable => Error;
        "a stable event is provisional",
        "leave it stable: what was promised once is promised",
        "Whoever relied on a stable definition cannot be told that it never was one.";
    MadeStable = "made-stable" mirror MadeProvisional => Any;
        "a provisional event is stable",
        "nothing to mind",
        "From now on its definition is kept.";
    VersionNotRaised = "version-not-raised" alone "a version that is raised without need misleads nobody" => Error;
        "the version does not tell of the changes",
        "set PROTOCOL_VERSION in src/lib.rs: the major number for `X`, else the minor one",
        "Two definitions under one version is where every drift began.";
    AcceptedEdited = "accepted-edited" alone "an entry that is new is how a finding is accepted" => Error;
        "an accepted finding of an earlier version was edited",
        "put the entry back as it was",
        "The reasons of a version that is out are its history.";
    AcceptedStale = "accepted-stale" alone "a finding without an entry is just a finding" => Error;
        "accepted, and there is no such finding",
        "remove the entry, or name the finding and the version in progress",
        "An entry that accepts nothing today would accept something tomorrow, and nobody would look.";
    ReleasedEdited = "released-edited" alone "a released definition that is new is how a version is released" => Error;
        "the definition of a version that is out was edited",
        "put the file back as it was",
        "Peers of that version are out, and go on speaking it.";
    ChangelogNotWritten = "changelog-not-written" alone "a section without a change is left alone" => Error;
        "the changes of the version in progress are not told",
        "run `cargo realtime changelog`",
        "Whoever raises the version reads there what to deploy first.";
    Deprecated = "deprecated" alone "what is no longer deprecated is told by the same rule" => Any;
        "its deprecation changed",
        "say in the documents what to use instead",
        "Everybody goes on reading it until it is removed.";
    SourceChanged = "source-changed" alone "the same change the other way round is the same change"
        => Any + documentation;
        "programmers notice it, the wire does not",
        "see the source list",
        "Names of types, and enumerations that no frame uses, are in the source only.";
    DocumentationChanged = "documentation-changed" alone "the same change the other way round is the same change"
        => Any + documentation;
        "its description changed",
        "nothing to mind",
        "Nothing binds that is written for people.";
}
