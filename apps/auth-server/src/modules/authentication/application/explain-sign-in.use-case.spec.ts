import { aMemoryWorld } from '../outbound/memory/__fixtures__/memory-world.ts';
import { describeExplanations } from './explain-sign-in.contract.ts';

describeExplanations('in memory', aMemoryWorld);
