import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { type Certificate, selfSigned } from '../http/webSocket/certificate.ts';
import type { Clock, FileSystem } from '../ports.ts';

/**
 * The certificate of WebSocket APIs here, and what has functions trust it: they send to their clients at `https://` and the domain that
 * events name. Made when it is first asked for.
 */
export class Trust {
  readonly #files: FileSystem;
  readonly #clock: Pick<Clock, 'now'>;
  #made: { readonly certificate: Certificate; readonly folder: string } | undefined;
  #variables: Readonly<Record<string, string>> = {};

  constructor(files: FileSystem, clock: Pick<Clock, 'now'>) {
    this.#files = files;
    this.#clock = clock;
  }

  async certificate(): Promise<Certificate> {
    if (this.#made !== undefined) return this.#made.certificate;
    const certificate = selfSigned(this.#clock.now());
    const folder = await this.#files.makeTemporaryDirectory('lambda-workbench-trust-');
    const [own, all] = [join(folder, 'own.pem'), join(folder, 'all.pem')];
    await this.#files.write(own, certificate.cert);
    // Others take what they are given in the place of all that they trust.
    await this.#files.write(all, `${rootCertificates.join('\n')}\n${certificate.cert}`);
    this.#made = { certificate, folder };
    this.#variables = { NODE_EXTRA_CA_CERTS: own, AWS_CA_BUNDLE: all, SSL_CERT_FILE: all };
    return certificate;
  }

  /** For functions: of Node.js, of the SDKs for Python and Ruby, of Go and what uses OpenSSL. One object as long as they are the same. */
  get variables(): Readonly<Record<string, string>> {
    return this.#variables;
  }

  async dispose(): Promise<void> {
    if (this.#made !== undefined) await this.#files.remove(this.#made.folder);
  }
}
