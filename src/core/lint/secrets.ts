/** A shape that a vendor gives its credentials. */
interface Shape {
  readonly what: string;
  readonly form: RegExp;
}

const SHAPES: readonly Shape[] = [
  { what: 'an access key of AWS', form: /(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])/ },
  { what: 'a private key', form: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/ },
  { what: 'a token of GitHub', form: /(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{60,})/ },
  { what: 'a token of GitLab', form: /(?<!\w)glpat-[\w-]{20,}/ },
  { what: 'a token of Slack', form: /(?<!\w)xox[abeprs]-[A-Za-z0-9-]{20,}/ },
  { what: 'a webhook of Slack', form: /hooks\.slack\.com\/services\/T[A-Z0-9]{8,}\/B[A-Z0-9]{8,}\/[A-Za-z0-9]{20,}/ },
  { what: 'a live key of Stripe', form: /(?<!\w)[rs]k_live_[A-Za-z0-9]{20,}/ },
  { what: 'a token of npm', form: /(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)/ },
  { what: 'an API key of Google', form: /(?<!\w)AIza[\w-]{35}(?![\w-])/ },
  { what: 'an API key of SendGrid', form: /(?<!\w)SG\.[\w-]{22}\.[\w-]{43}(?![\w-])/ },
  { what: 'an API key of OpenAI or Anthropic', form: /(?<!\w)sk-(?:proj-|ant-)?[\w-]{40,}/ },
  { what: 'a token of Hugging Face', form: /(?<!\w)hf_[A-Za-z]{34}(?!\w)/ },
];

/** What a variable's value is for certain, in words that complete "X holds …"; undefined where it may be none, or stands for one. */
export function secretIn(name: string, value: string): string | undefined {
  if (value.length < 8 || value.length > 20_000) return undefined;
  if (holdsPassword(value)) return 'a connection string with its password';
  if (PLACEHOLDER.test(value)) return undefined;
  for (const { what, form } of SHAPES) {
    const found = form.exec(value)?.[0];
    if (found !== undefined && (found.startsWith('-----') || isRandom(found, 3))) return what;
  }
  return webToken(value) ?? (isTelling(name) && looksRandom(value) ? 'what looks like a password or a key' : undefined);
}

/** What people write where the real thing goes, or what is filled in later. */
const PLACEHOLDER =
  /example|sample|change.?me|place.?holder|dummy|fake|your[-_ ]?|xxx|todo|replace|insert|redacted|\*{3}|\.{3}|<[^>]*>|\$\{|\$\(|\{\{|^\$|^%.*%$|^@|__\w+__|1234567|abcdef|foobar|localstack|test|mock|demo/i;

/** A JSON Web Token that isn't made for everybody: an `anon` one is meant to be public. */
function webToken(value: string): string | undefined {
  const [, payload = ''] = /(?<![\w-])eyJ[\w-]{10,}\.(eyJ[\w-]{10,})\.[\w-]{20,}/.exec(value) ?? [];
  if (payload === '' || /"role"\s*:\s*"anon"/.test(Buffer.from(payload, 'base64url').toString())) return undefined;
  return 'a JSON Web Token';
}

/**
 * Whether it is an address with a password in it. One's own machine has none worth hiding. A name without a dot is mostly a container's on
 * it, and a private address may be: there a password counts that nobody types for fun.
 */
function holdsPassword(value: string): boolean {
  const [, user = '', password = '', host = ''] = /^[a-z][a-z\d+.-]{2,20}:\/\/([^/\s:@]*):([^/\s@]{3,})@([^/\s:?,]+)/i.exec(value) ?? [];
  if (host === '' || password === user || PLACEHOLDER.test(password) || DEFAULT_PASSWORD.test(password)) return false;
  if (/^(?:localhost|127\.|0\.|host\.docker)|\.(?:localhost|test|invalid)$|example|[$%{<*]/i.test(host)) return false;
  const isPublic = /\./.test(host) && !/^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)|\.(?:local|internal)$/.test(host);
  return isPublic || (password.length >= 10 && /[a-z]/i.test(password) && /\d/.test(password) && isRandom(password, 2.8));
}

const DEFAULT_PASSWORD = /^(?:pass(?:word|wd)?|pwd|secret|root|admin|user(?:name)?|postgres|mysql|guest)\d{0,4}$/i;

/** `DB_PASSWORD`, `STRIPE_SECRET_KEY`, `apiToken`; not what names or describes one: `SECRET_NAME`, `TOKEN_TABLE`, `API_KEY_HEADER`. */
function isTelling(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z\d]+/)
    .join('_');
  if (
    /(?:PUBLIC|PUBLISHABLE|CLIENT_KEY|ANON|SITE_KEY|RECAPTCHA|HASH|DIGEST|CHECKSUM|ENCRYPTED|KMS|PARTITION|SORT|CACHE|IDEMPOTENCY|TOPIC|QUEUE)/.test(
      words,
    )
  )
    return false;
  return /(?:^|_)(?:SECRET|SECRET_KEY|SECRET_ACCESS_KEY|PASSWORD|PASSWD|PASS|PWD|TOKEN|API_?KEY|APP_KEY|AUTH_KEY|PRIVATE_KEY|ACCESS_KEY|SIGNING_KEY|ENCRYPTION_KEY|CREDENTIALS?)$/.test(
    words,
  );
}

/** Long, of mixed letters and digits, and no words or numbers with something between them. */
function looksRandom(value: string): boolean {
  if (/\s|^arn:|^\/|:\/\/|^\w+:\w+:|\.(?:com|net|org|io|json|pem|txt|amazonaws)/i.test(value)) return false;
  // An id that everybody may see has this form more often than a key.
  if (/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(value)) return false;
  return value
    .split(/[-_./:,;]/)
    .some((part) => part.length >= 16 && /[a-z]/i.test(part) && (part.match(/\d/g)?.length ?? 0) >= 2 && isRandom(part, 3.2));
}

/** Shannon's entropy of the characters, against so many bits each. */
function isRandom(text: string, bits: number): boolean {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  const entropy = [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
  return entropy >= bits;
}
