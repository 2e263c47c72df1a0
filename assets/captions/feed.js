/** The feed of captions, which comes back by itself whenever it is lost. */

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5000;
/** The server says something every ten seconds, even if it is nothing. */
const SILENCE_MS = 25_000;

/**
 * @param {string | URL} address
 * @param {(message: { type: string }) => void} onMessage
 */
export function readFeed(address, onMessage) {
  let waitMs = FIRST_WAIT_MS;
  const open = () => {
    const socket = new WebSocket(address);
    let silence = 0;
    const lose = () => {
      clearTimeout(silence);
      // A dead connection may take minutes to say so: nothing more is heard of it here.
      socket.onmessage = socket.onclose = null;
      socket.close();
      // Pages that lost the same server do not all come back at once.
      setTimeout(open, waitMs * (0.75 + Math.random() / 2));
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    };
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(lose, SILENCE_MS);
    };
    socket.onclose = lose;
    socket.onmessage = ({ data }) => {
      waitMs = FIRST_WAIT_MS;
      listen();
      onMessage(JSON.parse(data));
    };
    listen();
  };
  open();
}
