import { DomainError } from '@countersign/errors';
import { SaxesParser, type SaxesTagNS } from 'saxes';

/** An element of a document, by its local name: files of manufacturers disagree about prefixes. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
  /** The line on which it begins, counted from 1. */
  readonly line: number;
}

/** What a document may be made of; a token file needs far less. */
export interface XmlLimits {
  readonly maxDepth: number;
  /** Elements below one child of the root. */
  readonly maxElements: number;
  readonly maxTextLength: number;
}

const DEFAULT_LIMITS: XmlLimits = { maxDepth: 24, maxElements: 500, maxTextLength: 65_536 };

interface Open {
  readonly tag: SaxesTagNS;
  readonly children: XmlElement[];
  readonly line: number;
  text: string;
}

/**
 * Reads a document and hands over the root (without children), then each child of the root as it ends, so that a file
 * with thousands of tokens is never held as a tree. Document types and entities of one's own are refused: they serve
 * attacks (expansion, reading of local files), and no token file needs them.
 *
 * @throws DomainError `invalid_request` for anything that is not well-formed or is beyond the limits
 */
export function forEachChildOfRoot(
  text: string,
  visit: (child: XmlElement, root: XmlElement) => void,
  limits: XmlLimits = DEFAULT_LIMITS,
): void {
  new ElementReader(visit, limits).read(text);
}

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** The first descendant along a path of names. */
export function descendantOf(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>(childOf, element);
}

/** The text of the element along a path, trimmed; empty when there is none. */
export function textOf(element: XmlElement | undefined, ...path: readonly string[]): string {
  return descendantOf(element, ...path)?.text.trim() ?? '';
}

class ElementReader {
  readonly #parser = new SaxesParser({ xmlns: true });
  readonly #visit: (child: XmlElement, root: XmlElement) => void;
  readonly #limits: XmlLimits;
  readonly #open: Open[] = [];
  #elements = 0;
  #line = 1;

  constructor(visit: (child: XmlElement, root: XmlElement) => void, limits: XmlLimits) {
    this.#visit = visit;
    this.#limits = limits;
  }

  read(text: string): void {
    const parser = this.#parser;
    parser.on('error', (error) => {
      throw this.#refusal(`the file is not well-formed XML (${withoutPosition(error.message)})`);
    });
    parser.on('doctype', () => {
      throw this.#refusal('the file has a document type declaration (<!DOCTYPE …>), which is refused: remove it');
    });
    parser.on('opentagstart', () => {
      this.#line = parser.line;
    });
    parser.on('opentag', (tag) => this.#begin(tag));
    parser.on('text', (piece) => this.#addText(piece));
    parser.on('cdata', (piece) => this.#addText(piece));
    parser.on('closetag', () => this.#end());
    parser.write(text).close();
  }

  #begin(tag: SaxesTagNS): void {
    if (this.#open.length >= this.#limits.maxDepth) throw this.#refusal('elements are nested too deeply');
    if (this.#open.length <= 1) this.#elements = 0;
    this.#elements += 1;
    if (this.#elements > this.#limits.maxElements) throw this.#refusal('one entry has too many elements');
    this.#open.push({ tag, children: [], line: this.#line, text: '' });
  }

  #addText(piece: string): void {
    const open = this.#open.at(-1);
    if (open === undefined) return;
    open.text += piece;
    // The root keeps no text of its own: it is white space between the entries.
    if (this.#open.length === 1) open.text = '';
    if (open.text.length > this.#limits.maxTextLength) throw this.#refusal('a text is too long');
  }

  #end(): void {
    const closed = this.#open.pop();
    const parent = this.#open.at(-1);
    if (closed === undefined || parent === undefined) return;
    const element = asElement(closed);
    if (this.#open.length === 1) this.#visit(element, asElement(parent));
    else parent.children.push(element);
  }

  #refusal(problem: string): DomainError {
    return new DomainError('invalid_request', `Line ${this.#parser.line}: ${problem}.`, { field: 'content' });
  }
}

function asElement({ tag, children, text, line }: Open): XmlElement {
  const attributes = Object.fromEntries(Object.values(tag.attributes).map(({ local, value }) => [local, value]));
  return { name: tag.local, namespace: tag.uri, attributes, children, text, line };
}

/** The parser puts line and column in front, which our message has already. */
function withoutPosition(message: string): string {
  return message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
}
