import { rmSync } from 'node:fs';
import type { Server } from 'node:net';
import path from 'node:path';
import { ensureRedis, RedisServer } from '@countersign/testing/servers';
import { appProcesses, type AppSurroundings, CERTIFICATE_HOLDERS, coreAddresses, inboxProcess } from './apps.ts';
import { banner, processTable } from './banner.ts';
import { ensureCertificates } from './certificates.ts';
import { type StackConfig, StartRefused } from './config.ts';
import { startControlServer } from './control-server.ts';
import { type DemoFacts, makeDemo, readDemo } from './demo.ts';
import { LOOPBACK, type ProcessName, type StackPaths, type StackPorts, stackPaths, stackPorts } from './layout.ts';
import { type ManagedProcess, turnOverLog } from './managed-process.ts';
import { migrate } from './migrate.ts';
import { PostgresCluster } from './postgres-cluster.ts';
import { endSurvivors, requireFreePorts, runningStack } from './preflight.ts';
import type { Progress } from './progress.ts';
import { writeProviders } from './providers.ts';
import { prepareRuntimeDir, removeEverything, removeUnfinishedData, whatWouldBeRemoved } from './runtime-dir.ts';
import { ensureSecrets, type StackSecrets, writeOwnerUrl } from './secrets.ts';
import { writeStackFile } from './stack-file.ts';
import { controlHandlers } from './stack-control.ts';
import { Supervisor } from './supervisor.ts';

/** Doors first, so that nobody is left waiting; then what they ask; the data last. */
const STOP_ORDER: readonly (readonly ProcessName[])[] = [
  ['portal-1', 'console-1', 'radius-1', 'radius-2', 'delivery-1'],
  ['mfa-1', 'mfa-2', 'inbox'],
  ['pg-2', 'redis'],
  ['pg-1'],
];

/** The whole product on this machine. */
export class LocalStack {
  readonly #config: StackConfig;
  readonly #progress: Progress;
  readonly #paths: StackPaths;
  readonly #ports: StackPorts;
  readonly #supervisor: Supervisor;
  #control: Server | undefined;
  #isUp = false;
  #stopping: Promise<void> | undefined;

  constructor(config: StackConfig, progress: Progress) {
    this.#config = config;
    this.#progress = progress;
    this.#paths = stackPaths(config.runtimeDir);
    this.#ports = stackPorts(config.basePort);
    this.#supervisor = new Supervisor(progress);
  }

  /** Starts everything and shows what runs where. Throws {@link StartRefused} for what the person can mend. */
  async start(): Promise<void> {
    await this.#clearTheWay();
    const secrets = ensureSecrets(this.#paths, this.#ports);
    const cluster = new PostgresCluster(this.#config, this.#paths, this.#ports, secrets);
    await this.#openControl(cluster);
    const [certificates] = await Promise.all([
      ensureCertificates(this.#paths.certificates, CERTIFICATE_HOLDERS, new Date()),
      this.#startPostgres(cluster),
      this.#startRedis(secrets),
    ]);
    const { root, environment } = this.#config;
    const facts = { root, paths: this.#paths, ports: this.#ports, secrets, certificates };
    const around = { ...facts, environment, providersFile: writeProviders(this.#paths, this.#ports) };
    writeStackFile(facts);
    await this.#startAll([inboxProcess(around)]);
    const demo = this.#config.isInfrastructureOnly ? undefined : await this.#startProduct(around, cluster);
    this.#isUp = true;
    const processes = this.#supervisor.status();
    this.#progress.print(banner({ ports: this.#ports, paths: this.#paths, processes, demo }));
  }

  /** Stops everything in order; asked twice, it is done once. */
  async stop(): Promise<void> {
    this.#stopping ??= this.#stopOnce();
    await this.#stopping;
  }

  async #clearTheWay(): Promise<void> {
    const running = await runningStack(this.#paths);
    if (running !== undefined) {
      const state = running.isUp ? 'runs already' : 'is being started';
      throw new StartRefused(
        `This stack ${state} (process ${running.launcherPid}, ${this.#paths.runtimeDir}):\n${processTable(
          running.processes.map((process) => ({ ...process, pid: process.pid, name: process.name as ProcessName })),
        )}\nStop it with npm stop, or with Ctrl-C where it was started.`,
      );
    }
    await endSurvivors(this.#paths, this.#progress);
    if (this.#config.isFresh) this.#beginAnew();
    prepareRuntimeDir(this.#paths);
    if (removeUnfinishedData(this.#paths))
      this.#progress.step('the first start did not finish: making its databases anew');
    await requireFreePorts(this.#ports, this.#config.basePort);
  }

  #beginAnew(): void {
    const targets = whatWouldBeRemoved(this.#paths);
    if (targets.length > 0) this.#progress.step(`--fresh removes:\n  ${targets.join('\n  ')}`);
    removeEverything(this.#paths);
  }

  async #openControl(cluster: PostgresCluster): Promise<void> {
    this.#control = await startControlServer(
      this.#paths.controlSocket,
      controlHandlers({
        supervisor: this.#supervisor,
        cluster,
        isUp: () => this.#isUp,
        shutdown: () => void this.stop().then(() => process.exit(0)),
      }),
    );
  }

  async #startPostgres(cluster: PostgresCluster): Promise<void> {
    for (const process of cluster.processes()) this.#supervisor.add(process);
    if (!cluster.nodes['pg-1'].isInitialized) {
      await cluster.install(this.#progress);
      for (const node of Object.values(cluster.nodes)) this.#supervisor.adopt(node.name as ProcessName);
      return;
    }
    const { start, held } = cluster.toStart();
    await Promise.all(start.map(async (node) => await this.#supervisor.start(node.name as ProcessName)));
    for (const node of held) {
      const way = `./countersign servers rejoin ${node.name}`;
      this.#supervisor.hold(node.name as ProcessName, `another server was promoted; ${way} makes it a replica`);
    }
    this.#progress.step(`Postgres runs: ${start.map(({ name }) => name).join(', ')}`);
  }

  async #startRedis(secrets: StackSecrets): Promise<void> {
    const server = new RedisServer({
      binary: await ensureRedis(this.#config.cacheDir, (line) => this.#progress.step(line)),
      dataDir: path.join(this.#paths.data, 'redis'),
      logFile: path.join(this.#paths.logs, 'redis.log'),
      port: this.#ports.redis,
      password: secrets.redisPassword,
    });
    this.#supervisor.add(managedRedis(server));
    await this.#supervisor.start('redis');
    this.#progress.step('Redis runs, with an append-only file');
  }

  async #startProduct(around: AppSurroundings, cluster: PostgresCluster): Promise<DemoFacts> {
    const primary = await cluster.primary();
    if (primary === undefined) {
      this.#progress.step('no Postgres server is writable: sign-ins work, changes do not, until one is promoted');
    } else {
      writeOwnerUrl(around.secrets, primary.port);
      const ran = await migrate({
        root: around.root,
        paths: around.paths,
        ownerUrlFile: around.secrets.ownerUrlFile,
        timeline: primary.timelineOnDisk,
        environment: around.environment,
      });
      if (ran) this.#progress.step('database migrated');
    }
    await this.#startAll(appProcesses(around));
    return readDemo(this.#paths) ?? (await this.#makeDemo(around));
  }

  async #makeDemo(around: AppSurroundings): Promise<DemoFacts> {
    this.#progress.step('making the demo users and RADIUS clients, once');
    const operator = around.certificates.of('operator');
    const environment = {
      ...around.environment,
      CORE_ADDRESSES: coreAddresses(this.#ports),
      TLS_CERT_FILE: operator.certificateFile,
      TLS_KEY_FILE: operator.keyFile,
      TLS_CA_FILE: around.certificates.authority.certificateFile,
      STACK_FILE: this.#paths.stackFile,
    };
    return await makeDemo({ root: around.root, paths: this.#paths, secrets: around.secrets, environment });
  }

  async #startAll(processes: readonly ManagedProcess[]): Promise<void> {
    for (const process of processes) this.#supervisor.add(process);
    await Promise.all(
      processes.map(async ({ name, what }) => {
        await this.#supervisor.start(name);
        this.#progress.step(`${name} runs: ${what}`);
      }),
    );
  }

  async #stopOnce(): Promise<void> {
    // Before the control is open nothing of ours runs, and what is there may be another start's.
    if (this.#control === undefined) return;
    this.#progress.step('stopping');
    await this.#supervisor.stopAll(STOP_ORDER);
    this.#control.close();
    rmSync(this.#paths.stackFile, { force: true });
    this.#progress.step('stopped');
  }
}

function managedRedis(server: RedisServer): ManagedProcess {
  const { logFile, port } = server.options;
  return {
    name: 'redis',
    what: 'Redis',
    address: `${LOOPBACK}:${port}`,
    logFile,
    get child() {
      return server.child;
    },
    start: async () => {
      turnOverLog(logFile);
      await server.start();
    },
    stop: async () => await server.stop(),
  };
}
