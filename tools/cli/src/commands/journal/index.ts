import type { Command } from 'commander';
import type { Run } from '../../session.ts';
import { registerJournalExport } from './export.ts';
import { registerJournalSearch } from './search.ts';
import { registerJournalTail } from './tail.ts';
import { registerJournalVerify } from './verify.ts';

/** `countersign journal …` */
export function registerJournal(program: Command, run: Run): void {
  const journal = program.command('journal').description('The journal: every attempt and every change');
  registerJournalTail(journal, run);
  registerJournalSearch(journal, run);
  registerJournalVerify(journal, run);
  registerJournalExport(journal, run);
}
