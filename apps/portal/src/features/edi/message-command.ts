import { useMutation } from '@tanstack/react-query';
import { queryClient } from '../../app/api.ts';
import { gatewayClient } from '../../app/gateway-api.ts';
import { explainError } from '../../ui/error-view.tsx';
import { showNotice } from '../../ui/notices.tsx';

/** Everything that the gateway told is read afresh: a command moves more than the message it is about. */
export const readGatewayAgain = (): Promise<void> => queryClient.invalidateQueries({ queryKey: [['edi']] });

/** What every command on a message does after it: says so, and reads afresh. */
export const messageCommand = (said: string, onDone: () => void) => ({
  onSuccess: async () => {
    showNotice(said, { tone: 'good' });
    onDone();
    await readGatewayAgain();
  },
  onError: (error: unknown) => showNotice(explainError(error), { tone: 'bad' }),
});

/** Reads or sends a message again; what came is read anew from its bytes, under the agreement as it is now. */
export const useReplay = (messageId: string, onDone: () => void) =>
  useMutation({
    mutationFn: (reason: string) => gatewayClient.edi.messages.replay.mutate({ messageId, reason }),
    ...messageCommand('It is tried again', onDone),
  });

export const useSetAside = (messageId: string, onDone: () => void) =>
  useMutation({
    mutationFn: (reason: string) => gatewayClient.edi.messages.setAside.mutate({ messageId, reason }),
    ...messageCommand('Set aside', onDone),
  });
