/** Lambda's own limits of a package, in bytes. Layers count towards `unzippedBytes` too, but aren't seen here. */
export const lambdaLimits = { zippedBytes: 52_428_800, unzippedBytes: 262_144_000 } as const;
