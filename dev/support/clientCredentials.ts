/** The transformation that takes some headers from what an upstream gets of a request. */
export const removing = (...remove: string[]) => ({ request: { remove } });

/** No credentials of clients, where `Authorization` carries the gateway's own. */
export const WITH_BEARER = removing("x-api-key", "api-key", "x-goog-api-key");

/** No credentials at all, where the gateway has none or adds them later. */
export const WITHOUT_CREDENTIALS = removing("authorization", "x-api-key", "api-key", "x-goog-api-key");
