import type { Imported } from './types.ts';

/** A file that was chosen, as the door wants it. */
export interface ChosenFile {
  readonly name: string;
  readonly format: 'pskc' | 'oath_csv';
  readonly contentBase64: string;
  /** The text of a CSV file; empty for PSKC. */
  readonly text: string;
}

/** What the columns are called, with two lines to show how they are filled in. */
export const TEMPLATE = `serial_number,secret,interval,type,counter,digits,algorithm,user_name,manufacturer,model
HW000001,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ,30,totp,,6,SHA1,alice,Example,C200
HW000002,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ,0,hotp,0,6,SHA1,,Example,C100
`;

const CHUNK = 0x8000;

/** Reads a file; its name tells the format. */
export async function readFile(file: File): Promise<ChosenFile> {
  const octets = new Uint8Array(await file.arrayBuffer());
  const isCsv = /\.(csv|txt)$/i.test(file.name);
  return {
    name: file.name,
    format: isCsv ? 'oath_csv' : 'pskc',
    contentBase64: toBase64(octets),
    text: isCsv ? new TextDecoder().decode(octets) : '',
  };
}

/**
 * The lines with a problem as CSV: of a CSV file as they were uploaded, with one column more, so that they can be mended
 * and uploaded again; of another file what is known about them.
 */
export function errorsCsv({ rows }: Imported, file: ChosenFile): string {
  const bad = rows.filter(({ problem }) => problem !== '');
  if (file.format === 'pskc') {
    const lines = bad.map(({ line, serialNumber, problem }) =>
      [`${line}`, serialNumber, problem].map(quoted).join(','),
    );
    return [['line', 'serial_number', 'problem'].join(','), ...lines, ''].join('\r\n');
  }
  const uploaded = file.text.split(/\r?\n/);
  const [head = ''] = uploaded;
  const separator = head.includes(';') && !head.includes(',') ? ';' : ',';
  const lines = bad.map(({ line, problem }) => `${uploaded[line - 1] ?? ''}${separator}${quoted(problem)}`);
  const hasHead = /serial/i.test(head);
  return [...(hasHead ? [`${head}${separator}problem`] : []), ...lines, ''].join('\r\n');
}

/** Hands a text to the browser as a file to keep. */
export function saveAs(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

function quoted(text: string): string {
  // A cell that begins like a formula would be run by a spreadsheet.
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

function toBase64(octets: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < octets.length; at += CHUNK) {
    binary += String.fromCharCode(...octets.subarray(at, at + CHUNK));
  }
  return btoa(binary);
}
