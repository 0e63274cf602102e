export interface AwsProfile {
  readonly name: string;
  readonly region?: string;
}

/** The profiles of `~/.aws/config` and `~/.aws/credentials`, by name; none where there are no such files. Never their keys. */
export async function readAwsProfiles(): Promise<readonly AwsProfile[]> {
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const names = [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])].filter((name) => !name.includes('.'));
  return names.sort().map((name) => {
    const region = configFile[name]?.['region'] ?? credentialsFile[name]?.['region'];
    return region === undefined ? { name } : { name, region };
  });
}
