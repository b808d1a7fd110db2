// In: records of the trail, and senders to reach collectors by.
// Out: exports in the formats collectors read, sinks that keep sending, pages of the events API.
// Never here: a record that is changed; a connection of our own.
export { type PinoStream, pinoSender } from './sink/pino-sender.ts';
export { EXPORT_FORMATS, findExportFormat } from './export/formats.ts';
export { fileSender } from './sink/file-sender.ts';
export { bulkSender, datadogSender } from './sink/collector-shapes.ts';
export { httpSender, otlpSender, type SinkPost } from './sink/http-sender.ts';
export { syslogSender } from './sink/syslog-sender.ts';
export { webhookSender, type SignWebhook } from './sink/webhook-sender.ts';
export type { ExportFormat } from './export/export-format.ts';
export type { Send, Batch } from './sink/batch.ts';
export { createSink, type Sink, type SinkDeps } from './sink/sink.ts';
export { sinkStateFile, type SinkStates } from './sink/sink-state.ts';
export { exportTrail, type ExportRequest } from './export/export-trail.ts';
export { eventsPage, type EventFeature } from './sink/events-page.ts';
