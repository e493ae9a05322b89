/** Hands what a route answered to the browser as a file to keep. */
export function saveFile(name: string, type: string, answer: unknown): void {
  const address = URL.createObjectURL(answer instanceof Blob ? answer : new Blob([textOf(type, answer)], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}

/** Excel takes a CSV without the mark for the old encoding of Windows, and reading an answer as text drops it. */
function textOf(type: string, answer: unknown): string {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer, undefined, 2);
  return type === 'text/csv' && !text.startsWith('\ufeff') ? `\ufeff${text}` : text;
}
