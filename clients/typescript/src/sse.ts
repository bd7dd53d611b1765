// Reads server-sent events (WHATWG HTML, section 9.2.6) from text that comes in pieces.

/** An event as the stream has it. */
export interface ServerSentEvent {
  event: string;
  data: string;
  id: string | undefined;
}

/** Puts events together. What the end of a stream leaves unfinished is dropped, as the standard wants. */
export class ServerSentEventParser {
  /** Of the line that has not ended; put together once, so that a long line costs no more than its length. */
  #begun: string[] = [];
  #afterCarriageReturn = false;
  #event = '';
  #data: string[] = [];
  #id: string | undefined;

  /** Takes the next piece and returns the events that it completes. */
  push(text: string): ServerSentEvent[] {
    const events: ServerSentEvent[] = [];
    let input = text;
    if (input !== '' && this.#afterCarriageReturn) {
      this.#afterCarriageReturn = false;
      if (input.startsWith('\n')) input = input.slice(1);
    }
    let start = 0;
    for (;;) {
      const end = nextLineEnd(input, start);
      if (end < 0) break;
      this.#begun.push(input.slice(start, end));
      this.#line(this.#begun.splice(0).join(''), events);
      const pair = input[end] === '\r' && input[end + 1] === '\n';
      if (input[end] === '\r' && end + 1 === input.length) this.#afterCarriageReturn = true;
      start = end + (pair ? 2 : 1);
    }
    if (start < input.length) this.#begun.push(input.slice(start));
    return events;
  }

  #line(line: string, events: ServerSentEvent[]): void {
    if (line === '') {
      if (this.#data.length > 0) {
        events.push({ event: this.#event || 'message', data: this.#data.join('\n'), id: this.#id });
      }
      this.#event = '';
      this.#data = [];
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'event') this.#event = value;
    else if (field === 'data') this.#data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
  }
}

function nextLineEnd(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  const carriage = text.slice(from, feed < 0 ? undefined : feed).indexOf('\r');
  return carriage < 0 ? feed : from + carriage;
}
