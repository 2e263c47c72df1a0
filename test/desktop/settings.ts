/** Settings of delivery as config.yaml ships them, with changes. */
import type { DeliverySettings } from '../../src/config/dictation-delivery.js';

type Changes = Partial<Omit<DeliverySettings, 'typing'>> & { readonly typing?: Partial<DeliverySettings['typing']> };

export function deliverySettings(changes: Changes = {}): DeliverySettings {
  const { typing, ...rest } = changes;
  return {
    ...{ mode: 'toggle', hotkey: 'Ctrl+Alt+Space', tap_ms: 250, output: ['type', 'clipboard'], file: '', command: [] },
    window: 'same',
    typing: {
      ...{ tool: 'auto', delay_ms: 0, key_ms: 0, chunk: 40, paste_above: 120, paste_key: 'auto', restore_ms: 300 },
      ...typing,
    },
    keep: { count: 200, days: 30 },
    ...rest,
  };
}
