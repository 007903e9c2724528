import type { Alias, Decoded, UnknownValue } from "../codec/decoded.js";
import type { Stage } from "../protocol/constants.js";
import type { Authentication } from "./table.js";

/** What the shell touches of the outside; each part may be replaced. */
export interface ConnectionEnvironment {
  /** The class of sockets; on Node 20 that of the package `ws`, whose control pings are used. */
  readonly WebSocket: (new (url: string) => unknown) & { readonly prototype?: any };
  readonly setTimeout: (run: () => void, ms: number) => unknown;
  readonly clearTimeout: (timer: any) => void;
  /** The wall clock, in whole milliseconds. */
  readonly now: () => number;
  /** A whole number from 0 to 2^32 − 1. */
  readonly random: () => number;
  /** Says `online`, `offline`, `focus`, `pagehide` and `pageshow`. */
  readonly window: unknown;
  /** Says `visibilitychange`, `freeze` and `resume`. */
  readonly document: unknown;
  /** Says whether the network is reported down at the start, and by `connection` that it is another. */
  readonly navigator: { readonly onLine?: boolean; readonly connection?: unknown } | undefined;
  /** Hears what a handler or the token provider threw. */
  readonly onError: (error: unknown) => void;
}

/** A token, or that nobody is signed in; anything else is a failure that may pass. */
export type TokenResult = string | { readonly denied: true } | null | undefined;

/** Asks for the token; `force` if a cached one will not do. */
export type TokenProvider = (request: { readonly force: boolean }) => TokenResult | PromiseLike<TokenResult>;

/** Which tabs refresh together. */
export interface AcrossTabsOptions {
  /** Names the user and the tenant: tabs with the same key take each other's tokens. */
  readonly key: string;
  /** What replaces parts of the outside. */
  readonly environment?: Partial<Pick<ConnectionEnvironment, "setTimeout" | "clearTimeout" | "now">> & {
    /** `navigator.locks`. */
    readonly locks?: unknown;
    /** The class of channels between tabs. */
    readonly BroadcastChannel?: unknown;
  };
}

/** The deployment to connect to. */
export interface AtStage {
  /** Which deployment; a text that names none is a mistake, never another stage. */
  readonly stage: Stage;
  /** Another URL than the stage's. */
  readonly url?: string | undefined;
}

/** The URL to connect to. */
export interface AtUrl {
  readonly stage?: Stage | undefined;
  /** The URL, whatever the stage; `ws://` to this machine only. */
  readonly url: string;
}

/** How to connect: where to, by `stage` or by `url`, and as whom. */
export type ConnectionOptions = (AtStage | AtUrl) & ConnectionSettings;

/** What of a connection does not say where to. */
export interface ConnectionSettings {
  /** Asks for the token; where refresh tokens work once, `acrossTabs` asks for all tabs at once. */
  readonly getToken: TokenProvider;
  /** The tenant; events of others are dropped. */
  readonly tenantId?: string;
  /** How the token is sent; `frame` unless the server is an older one. */
  readonly authentication?: Authentication;
  /** What replaces parts of the outside. */
  readonly environment?: Partial<ConnectionEnvironment>;
}

/** The `AbortSignal` of the platform, where the compiler knows one. */
export type ResyncSignal = typeof globalThis extends { AbortSignal: { readonly prototype: infer Signal } }
  ? Signal
  : { readonly aborted: boolean; addEventListener(type: "abort", listener: () => void): void };

/** What is known of the delivery of an event. */
export interface DeliveryInfo {
  /** Whether a newer event of its type and entity was seen before. */
  readonly stale: boolean;
}

/** A frame that arrived, as a debug panel shows it. */
export interface LoggedFrame {
  /** Counted from 1, without a gap; those that are forgotten count. */
  readonly number: number;
  /** When it arrived, on the clock of the connection, in milliseconds. */
  readonly atMs: number;
  /** What the decoder made of it. */
  readonly kind: Decoded["kind"];
  /** The type, canonical if it is known; of a command, what it is called. */
  readonly type: string | null;
  /** As it came, its first 2,048 characters, with `…` in the place of a token. */
  readonly text: string;
  /** The old spellings in it. */
  readonly aliases: readonly Alias[];
  /** JSON paths of the keys that are not known. */
  readonly ignored: readonly string[];
  /** The values of enumerations that are not listed. */
  readonly unknownValues: readonly UnknownValue[];
  /** Which rule it breaks, as a sentence. */
  readonly fault: string | null;
}

/** The last frames that connections wrote into it. */
export interface FrameLog {
  /** Oldest first, what came before somebody looked included; the same array until another comes. Needs no `this`. */
  readonly getFrames: () => readonly LoggedFrame[];
  /** Hears that there is another. Needs no `this`. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Forgets them. Needs no `this`. */
  readonly clear: () => void;
}
