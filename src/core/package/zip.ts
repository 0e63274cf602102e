import { createHash } from 'node:crypto';
import { WorkbenchError } from '../errors.ts';
import { mapLimited } from '../mapLimited.ts';
import type { FileSystem } from '../ports.ts';
import { writeZip } from './archive.ts';
import { FILES_AT_ONCE } from './fingerprint.ts';
import { lambdaLimits } from './limits.ts';
import type { Artifact, ZippedArtifact } from './model.ts';

/** Zips an artifact for deployment. The same artifact gives the same bytes. */
export async function zipArtifact(artifact: Artifact, files: FileSystem): Promise<ZippedArtifact> {
  const unzippedSize = artifact.files.reduce((sum, file) => sum + file.size, 0);
  if (unzippedSize > lambdaLimits.unzippedBytes) throw tooLarge(artifact, 'unzipped', unzippedSize, lambdaLimits.unzippedBytes);
  const entries = await mapLimited(artifact.files, FILES_AT_ONCE, async (file) => {
    const bytes = await files.readBytes(file.source);
    if (bytes !== undefined) return { path: file.path, bytes, executable: file.executable };
    throw new WorkbenchError('package-failed', `A file of the package has gone meanwhile: ${file.source}`, 'Build again.');
  });
  const bytes = await writeZip(entries);
  if (bytes.byteLength > lambdaLimits.zippedBytes) throw tooLarge(artifact, 'zipped', bytes.byteLength, lambdaLimits.zippedBytes);
  return { bytes, codeSha256: createHash('sha256').update(bytes).digest('base64'), unzippedSize };
}

function tooLarge(artifact: Artifact, form: 'zipped' | 'unzipped', size: number, limit: number): WorkbenchError {
  const largest = [...artifact.files].sort((a, b) => b.size - a.size).slice(0, 5);
  const names = largest.map((file) => `${file.path} (${megabytes(file.size)})`).join(', ');
  return new WorkbenchError(
    'package-too-large',
    `The package of ${artifact.functionId} is ${megabytes(size)} ${form}; Lambda takes ${megabytes(limit)}. Largest: ${names}`,
    'Leave out what the function does not need, move it to a layer, or deploy a container image.',
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
