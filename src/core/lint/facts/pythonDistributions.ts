/** Popular modules that come from PyPI and from nowhere else, with the distributions that bring them. */
const THIRD_PARTY: Readonly<Record<string, string>> = {
  requests: 'requests',
  httpx: 'httpx',
  aiohttp: 'aiohttp',
  yaml: 'PyYAML',
  numpy: 'numpy',
  pandas: 'pandas awswrangler',
  PIL: 'Pillow',
  cv2: 'opencv-python opencv-python-headless',
  bs4: 'beautifulsoup4',
  lxml: 'lxml',
  dotenv: 'python-dotenv',
  jwt: 'PyJWT',
  jose: 'python-jose',
  psycopg2: 'psycopg2 psycopg2-binary aws-psycopg2',
  pymysql: 'PyMySQL',
  MySQLdb: 'mysqlclient',
  pymongo: 'pymongo',
  redis: 'redis',
  sqlalchemy: 'SQLAlchemy',
  pydantic: 'pydantic',
  jinja2: 'Jinja2',
  flask: 'Flask',
  fastapi: 'fastapi',
  mangum: 'mangum',
  cryptography: 'cryptography',
  jsonschema: 'jsonschema',
  aws_xray_sdk: 'aws-xray-sdk',
  aws_lambda_powertools: 'aws-lambda-powertools',
  requests_aws4auth: 'requests-aws4auth',
  opensearchpy: 'opensearch-py',
  elasticsearch: 'elasticsearch',
  slack_sdk: 'slack-sdk',
  stripe: 'stripe',
  twilio: 'twilio',
  openai: 'openai',
  pytz: 'pytz',
  feedparser: 'feedparser',
  crhelper: 'crhelper',
  pynamodb: 'pynamodb',
};

/**
 * Distributions whose own requirements are known, with the modules that come along: where nothing else is asked for, what isn't listed
 * isn't there. Those that bring modules of `THIRD_PARTY` are what matters.
 */
const CLOSED: Readonly<Record<string, string>> = {
  boto3: '',
  botocore: '',
  requests: '',
  urllib3: '',
  certifi: '',
  pyyaml: '',
  pytz: '',
  'python-dateutil': '',
  six: '',
  simplejson: '',
  pyjwt: '',
  'psycopg2-binary': '',
  pymysql: '',
  redis: '',
  jinja2: '',
  'python-dotenv': '',
  beautifulsoup4: '',
  lxml: '',
  numpy: '',
  pandas: 'numpy pytz',
  pillow: '',
  'aws-xray-sdk': '',
  'requests-aws4auth': 'requests',
  feedparser: '',
  crhelper: '',
  pymongo: '',
  cryptography: '',
  flask: 'jinja2',
  'flask-cors': 'flask jinja2',
  werkzeug: '',
  itsdangerous: '',
  markupsafe: '',
  click: '',
  gunicorn: '',
  fastapi: 'pydantic',
  mangum: '',
  pydantic: '',
  httpx: '',
  aiohttp: '',
  sqlalchemy: '',
  stripe: 'requests',
  twilio: 'requests aiohttp jwt pytz',
  openai: 'requests httpx aiohttp pydantic numpy pandas',
  'slack-sdk': 'aiohttp',
  jsonschema: '',
  'opensearch-py': 'requests',
  mysqlclient: '',
  psycopg2: '',
  jmespath: '',
  s3transfer: '',
  'typing-extensions': '',
  'charset-normalizer': '',
  idna: '',
  chardet: '',
  tabulate: '',
  tqdm: '',
};

/** The distribution to install for a module that nothing brings; undefined where something may, or the module isn't well known. */
export function unlistedDistribution(module: string, listed: readonly string[]): string | undefined {
  const distributions = Object.hasOwn(THIRD_PARTY, module) ? (THIRD_PARTY[module] ?? '').split(' ') : [];
  const [first] = distributions;
  if (first === undefined) return undefined;
  const wanted = distributions.map(normal);
  for (const name of listed.map(normal)) {
    const brings = CLOSED[name];
    if (wanted.includes(name) || brings === undefined || brings.split(' ').includes(module)) return undefined;
  }
  return first;
}

/** As PyPI compares names. */
function normal(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
