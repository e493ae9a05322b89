export { createHttpServer, type HttpServer, type HttpServerOptions, type HttpsFiles } from './create-http-server.ts';
export { SessionCookie } from './cookies.ts';
export { crossSiteProblem, type RequestOrigin } from './csrf.ts';
export { describeRoutes, type JsonSchema, type RouteDescription } from './describe-routes.ts';
export { DoorModule, type DoorModuleOptions } from './door.module.ts';
export type { DoorParts } from './door-parts.ts';
export { EventHub } from './event-hub.ts';
export type { FileAnswer } from './file-answer.ts';
export { type Language, preferredLanguage } from './language.ts';
export { PolledState, type PolledStateOptions } from './polled-state.ts';
export { type HttpError, httpErrorTable, type Problem, problemOf } from './problem.ts';
export {
  type Access,
  type AnswerKind,
  type CallIdentity,
  type HttpMethod,
  type Route,
  type RouteDefinition,
  type RouteHandler,
  type RouteRequest,
  routesOf,
} from './route.ts';
export { SECURITY_HEADERS } from './security-headers.ts';
export { type FollowedSession, followSession } from './follow-session.ts';
export type { ServerEvent } from './server-event.ts';
export { StaticFiles } from './static-files.ts';
