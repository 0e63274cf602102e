/** Which family a runtime belongs to, by its id alone: for those who need nothing else of the families. */
export function isJvm(runtime: string): boolean {
  return /^java\d+(\.al2(023)?)?$/.test(runtime);
}

export function isDotnet(runtime: string): boolean {
  return /^dotnet(core)?\d+(\.\d+)?$/.test(runtime);
}

/** Programs that speak the Runtime API themselves. */
export function isNative(runtime: string): boolean {
  return /^(provided(\.al2(023)?)?|go1\.x)$/.test(runtime);
}
