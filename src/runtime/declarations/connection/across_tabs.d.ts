import type { AcrossTabsOptions, TokenProvider } from "./options.js";

/**
 * One refresh for all tabs that are told at once that their token is refused, as users are signed out
 * whose refresh token works once. Only forced calls are shared: one tab asks the provider, the others
 * take what it was given, a failure included, if it began after their own token was refused. A tab
 * that takes longer than 15 s is not waited for. Without Web Locks each tab asks once at a time.
 *
 * @throws TypeError for a key that is no text.
 */
export declare function acrossTabs(getToken: TokenProvider, options: AcrossTabsOptions): TokenProvider;
