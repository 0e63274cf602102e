/** Folder for what is shared by all clones of the project on this machine. Absolute. */
export const cache: string;
