/** Certificates of an authority of our own, made now: good ones, and the bad ones that operators put up (RFC 5280 §6). */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Node makes no certificates, and other programs of the same name make none that have ended. */
export const makesCertificates = /^OpenSSL [3-9]/.test(String(spawnSync('openssl', ['version']).stdout));

/** As a TLS server takes them. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export type CertificateKind = 'sound' | 'expired' | 'expiring' | 'self-signed' | 'incomplete' | 'wrong-name';

export interface Authority {
  /** What whoever trusts it is given, as PEM. */
  readonly root: string;
  certificate(kind: CertificateKind, host: string): Certificate;
  close(): void;
}

/** A root and an intermediate authority, as public ones have it. */
export function openAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'granthouse-certificates-'));
  const at = (name: string) => join(folder, name);
  const read = (name: string) => readFileSync(at(name), 'utf8');
  writeFileSync(at('openssl.cnf'), '[req]\ndistinguished_name = name\n[name]\n');

  /** Signed by `issuer`, or by itself; `days` from now. */
  function make(name: string, { extension, days, issuer }: { extension: string; days: number; issuer?: string }): void {
    const [key, request, cert] = [at(`${name}.key`), at(`${name}.csr`), at(`${name}.pem`)];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key];
    const subject = ['-config', at('openssl.cnf'), '-subj', `/CN=${name}`, '-addext', extension];
    openssl('req', '-new', ...curve, ...subject, '-out', request);
    const signer =
      issuer === undefined ? ['-signkey', key] : ['-CA', at(`${issuer}.pem`), '-CAkey', at(`${issuer}.key`)];
    const validity = ['-days', String(days), '-copy_extensions', 'copyall'];
    openssl('x509', '-req', '-in', request, ...signer, ...validity, '-out', cert);
  }

  const authority = 'basicConstraints=critical,CA:TRUE';
  make('root', { extension: authority, days: 90 });
  make('intermediate', { extension: authority, days: 90, issuer: 'root' });
  return {
    root: read('root.pem'),
    certificate(kind, host) {
      const name = kind === 'wrong-name' ? 'elsewhere.test' : host;
      const days = { expired: -1, expiring: 3 }[kind as string] ?? 90;
      const issuer = kind === 'self-signed' ? {} : { issuer: 'intermediate' };
      make(kind, { extension: `subjectAltName=DNS:${name}`, days, ...issuer });
      const isAlone = kind === 'self-signed' || kind === 'incomplete';
      return { key: read(`${kind}.key`), cert: read(`${kind}.pem`) + (isAlone ? '' : read('intermediate.pem')) };
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}

const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: 'pipe' });
