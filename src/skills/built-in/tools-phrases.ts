/** Skills for the tools that the settings give phrases to: the words in the slots become the arguments. */
import type { Clock } from '../../pipeline/stage.js';
import type { Tool, ToolBox, ToolResult } from '../../tools/tool.js';
import type { AnySkill } from '../skill.js';
import { parseTemplate } from '../template/parse.js';
import type { Part } from '../template/parse.js';
import { effectOf } from './tools-effect.js';
import { withProgress } from './tools-progress.js';

type Slots = Readonly<Record<string, unknown>>;

interface Property {
  readonly type?: unknown;
  readonly enum?: readonly unknown[];
}

/** Undefined when none of its phrases can be read; each fault is told in one line. */
export function phraseSkill(
  tool: Tool,
  { tools, clock, onNotice }: { tools: ToolBox; clock: Clock; onNotice: (text: string) => void },
): AnySkill | undefined {
  const phrases = tool.phrases.filter((phrase) => isReadable(phrase, tool.name, onNotice));
  const examples = phrases.map((phrase) => exampleOf(parseTemplate(phrase)));
  const [first, ...others] = examples;
  if (first === undefined) return undefined;
  return {
    name: `tool-${tool.name.toLowerCase().replaceAll(/[^a-z\d]+/g, '-')}`,
    about: tool.description.split(/(?<=[.!?])\s/)[0] ?? tool.name,
    examples: [first, ...others],
    phrases,
    slots: choicesOf(tool),
    runs: 'taken',
    confirm: (slots) => (tool.isRisky ? `Shall I really ${said(first, slots)}?` : undefined),
    async *answer(slots, context) {
      const call = { tool: tool.name, args: argumentsOf(tool, slots as Slots) };
      await context.turn.until(effectOf(tool, call.args));
      yield* withProgress(tools.call(call, context.signal).then(describeResult), context, clock);
    },
  };
}

/** One honest sentence, whatever came of a call. */
export function describeResult(result: ToolResult): string {
  if (result.kind === 'ok') return result.text === '' ? 'Done.' : result.text;
  if (result.kind === 'late') return 'Sorry, I got no answer in time.';
  return result.kind === 'refused'
    ? `Sorry, I can't do that: ${asSentence(result.text)}`
    : `Sorry, that did not work: ${asSentence(result.text)}`;
}

function asSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** Slots that are parameters, each as its schema wants it; what does not fit is left for the schema to refuse. */
export function argumentsOf({ parameters }: Tool, slots: Slots): Record<string, unknown> {
  const properties = (parameters['properties'] ?? {}) as Readonly<Record<string, Property>>;
  const known = Object.entries(slots).filter(([name]) => Object.hasOwn(properties, name));
  return Object.fromEntries(known.map(([name, value]) => [name, convert(value, properties[name] ?? {})]));
}

function convert(value: unknown, { type, enum: choices }: Property): unknown {
  const types = [type].flat();
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  if (text === undefined) return value;
  const choice = choices?.find((one) => String(one).toLowerCase().replaceAll(/[_-]/g, ' ') === text.toLowerCase());
  if (choice !== undefined) return choice;
  const isNumber = text.trim() !== '' && Number.isFinite(Number(text));
  if ((types.includes('number') || types.includes('integer')) && isNumber) return Number(text);
  if (types.includes('boolean') && /^(?:on|yes|true)$/.test(text)) return true;
  if (types.includes('boolean') && /^(?:off|no|false)$/.test(text)) return false;
  return types.includes('array') ? [text] : text;
}

/** The values of a parameter that has only some, as they are said. */
function choicesOf({ parameters }: Tool): Record<string, readonly string[]> {
  const properties = Object.entries((parameters['properties'] ?? {}) as Readonly<Record<string, Property>>);
  return Object.fromEntries(
    properties.flatMap(([name, property]) => {
      const choices = (property.enum ?? []).filter((one) => typeof one === 'string');
      return choices.length === 0 ? [] : [[name, choices.map((one) => one.toLowerCase().replaceAll(/[_-]/g, ' '))]];
    }),
  );
}

function isReadable(phrase: string, tool: string, onNotice: (text: string) => void): boolean {
  try {
    parseTemplate(phrase);
    return true;
  } catch (error) {
    onNotice(`tools.phrases.${tool}: ${error instanceof Error ? error.message : String(error)}; it is left out`);
    return false;
  }
}

/** The first of all choices, with what may be left out left out. */
function exampleOf(part: Part): string {
  if (part.kind === 'word') return part.word;
  if (part.kind === 'slot') return `{${part.name}}`;
  const parts = part.kind === 'sequence' ? part.parts : part.options.slice(0, 1);
  const isOptional =
    part.kind === 'choice' && part.options.some(({ kind, ...rest }) => kind === 'sequence' && isEmpty(rest));
  return isOptional ? '' : parts.map(exampleOf).filter(Boolean).join(' ');
}

function isEmpty(rest: object): boolean {
  return 'parts' in rest && Array.isArray(rest.parts) && rest.parts.length === 0;
}

function said(example: string, slots: object): string {
  return example.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = (slots as Slots)[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : name;
  });
}
