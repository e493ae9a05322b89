import { aMemoryWorld } from '../outbound/memory/__fixtures__/memory-world.ts';
import { describeRaces } from './authenticate-races.contract.ts';
import { describeSignIns } from './authenticate.contract.ts';

describeSignIns('in memory', aMemoryWorld);
describeRaces('in memory', aMemoryWorld);
