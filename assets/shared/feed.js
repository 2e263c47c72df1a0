/** What a server of Parley's tells its pages; comes back by itself whenever it is lost. */

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5000;

/** `ws://…/NAME` beside this page, with the token that the page was opened with. */
export function feedAddress(name) {
  const address = new URL(name, location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const token = new URLSearchParams(location.search).get('token');
  address.search = token === null ? '' : `?${new URLSearchParams({ token })}`;
  address.hash = '';
  return address;
}

/**
 * @param {string | URL} address
 * @param {object} options
 * @param {number} options.silenceMs a feed that tells nothing for so long is lost
 * @param {(message: { type: string }) => void} options.onMessage
 * @param {() => void} [options.onLost]
 */
export function readFeed(address, { silenceMs, onMessage, onLost }) {
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
      onLost?.();
    };
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(lose, silenceMs);
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
