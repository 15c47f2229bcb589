/** What rests on what: processes of a higher tier are clients of those below and end before them. */
export const TIERS = { store: 0, server: 1, controller: 2, application: 3 } as const;
