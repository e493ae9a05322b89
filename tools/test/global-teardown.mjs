export default async function teardown() {
  const { postgres, redis, folder } = globalThis.__testServers;
  await Promise.all([postgres.stop('SIGQUIT'), redis.stop('SIGKILL')]);
  folder.remove();
}
