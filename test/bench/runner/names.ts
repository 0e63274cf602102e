/** What is measured, and the goals of issue 4, section 5. */
export interface Floor {
  readonly name: string;
  /** What it took on the machine that the goals were set on, ms. */
  readonly there: number;
}

/** What nothing can be below. */
export const FLOORS = {
  node: { name: '`node -e 0`', there: 28 },
  python: { name: '`python -I -S -c pass`', there: 12 },
  nothing: { name: '`true`', there: 1.4 },
  exchange: { name: 'one exchange over HTTP', there: 0.16 },
} as const satisfies Readonly<Record<string, Floor>>;

export const PEERS = {
  lambdaLocal: 'lambda-local',
  pythonLambdaLocal: 'python-lambda-local',
  invokeLocalNode: 'serverless invoke local (Node.js)',
  invokeLocalPython: 'serverless invoke local (Python)',
  offlineReady: 'serverless-offline',
  offlineWarm: 'serverless-offline, warm',
} as const;

export interface Cold {
  readonly name: string;
  readonly title: string;
  readonly peers: readonly string[];
  /** Milliseconds. */
  readonly goal: number;
  /** How many times its floor it may take. */
  readonly most?: number;
  readonly floor: Floor;
}

const nodePeers = [PEERS.lambdaLocal, PEERS.invokeLocalNode];
export const COLD: readonly Cold[] = [
  { name: 'cold: nodejs24.x', title: 'Node.js 24, cold', peers: nodePeers, goal: 45, floor: FLOORS.node, most: 1.6 },
  { name: 'cold: nodejs22.x', title: 'Node.js 22, cold', peers: nodePeers, goal: 45, floor: FLOORS.node, most: 1.6 },
  {
    name: 'cold: python',
    title: 'Python, cold',
    peers: [PEERS.pythonLambdaLocal, PEERS.invokeLocalPython],
    goal: 30,
    floor: FLOORS.python,
    most: 2.6,
  },
  { name: 'cold: java', title: 'Java, cold, from the second run on', peers: [], goal: 200, floor: FLOORS.node },
  { name: 'cold: go', title: 'Go, cold', peers: [], goal: 8, floor: FLOORS.nothing },
  { name: 'cold: rust', title: 'Rust, cold', peers: [], goal: 8, floor: FLOORS.nothing },
];

export const WARM = [
  { name: 'warm: nodejs24.x', title: 'Node.js 24, warm p50', goal: 0.45 },
  { name: 'warm: nodejs22.x', title: 'Node.js 22, warm p50', goal: 0.45 },
  { name: 'warm: python', title: 'Python, warm p50', goal: 0.25 },
] as const;

export const SAVE = 'save → new code answered, TypeScript with 200 modules';

/** Requests a second, in windows; latencies are under the same names with `, µs`. */
export interface Through {
  readonly title: string;
  readonly ours: string;
  readonly theirs: string;
  readonly goal: // `peerThere`: requests a second of the peer on the machine that the goal was set on.
    | { readonly kind: 'rate'; readonly least: number; readonly p99Ms: number; readonly peerThere: number }
    | { readonly kind: 'times'; readonly least: number };
}

export const THROUGH = [
  {
    title: 'Invoke endpoint, 8 clients',
    ours: 'ours: invoke',
    theirs: 'theirs: invoke',
    goal: { kind: 'rate', least: 4000, p99Ms: 7, peerThere: 2687 },
  },
  { title: 'HTTP route (API Gateway v2), 8 clients', ours: 'ours: route', theirs: 'theirs: route', goal: { kind: 'times', least: 2 } },
] as const satisfies readonly Through[];
