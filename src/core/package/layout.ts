/** What every way of building hands over: which files belong to the package, and where their bytes are. */
export interface Layout {
  /** Absolute folder that stands for `/var/task`. */
  readonly root: string;
  /** As in `Artifact`. */
  readonly searchPaths: readonly string[];
  readonly files: readonly PackagedFile[];
  /** Absolute paths whose change makes it stale. */
  readonly inputs: readonly string[];
  readonly warnings: readonly string[];
  /** Variables that it needs to start here. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface PackagedFile {
  /** Relative to the package's root, forward slashes. */
  readonly path: string;
  /** Absolute. */
  readonly source: string;
}
