// Where things lie: the package, and the project it is part of.
import { fileURLToPath } from 'node:url';

/** Returns the path of a file of the package. */
export function packageFile(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

/** Returns the path of a file of the whole project. */
export function projectFile(path: string): string {
  return packageFile(`../../${path}`);
}
