import type { ContainerImage } from '../runner/model.ts';

/** One file of a package. */
export interface ArtifactFile {
  /** Relative to the package's root, forward slashes. */
  readonly path: string;
  /** Absolute, where its bytes are now. */
  readonly source: string;
  /** Bytes. */
  readonly size: number;
  readonly executable: boolean;
}

/**
 * What deploys, and what runs locally: one and the same.
 * `root` stays in place until the next build of the same function.
 */
export interface Artifact {
  readonly functionId: string;
  /**
   * Absolute folder that stands for `/var/task`: a bundle's own folder (Node.js), or the source itself (Python), so that
   * breakpoints and stack frames are in the file that a person edits.
   */
  readonly root: string;
  /**
   * Absolute folders of dependencies installed for the package. Locally they follow `root` on the module path; in the zip they
   * are merged with it, and where both have a file, the one in `root` wins.
   */
  readonly searchPaths: readonly string[];
  /** As the runtime is to be told: differs from the template where bundling moved the module. */
  readonly handler: string;
  readonly runtime: string;
  /** Sorted by path. */
  readonly files: readonly ArtifactFile[];
  /** Hex SHA-256 over paths, modes and contents: the identity of the code. */
  readonly digest: string;
  /** Variables that the package sets by itself, as an image does; those of the function win over them. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Of a function that only runs as an image here. */
  readonly container?: ContainerImage;
  /** Source files whose change makes this stale. */
  readonly inputs: readonly string[];
  readonly warnings: readonly string[];
}

export interface ZippedArtifact {
  readonly bytes: Uint8Array;
  /** Base64 SHA-256 of the bytes: Lambda's `CodeSha256`. */
  readonly codeSha256: string;
  /** Bytes unzipped. */
  readonly unzippedSize: number;
}
