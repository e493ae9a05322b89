import { describeBudgets } from '../../application/ports/authentication-store-budgets.contract.ts';
import { describeCommits } from '../../application/ports/authentication-store.contract.ts';
import { aMemoryWorld } from './__fixtures__/memory-world.ts';

describeCommits('the store in memory', aMemoryWorld);
describeBudgets('the store in memory', aMemoryWorld);
