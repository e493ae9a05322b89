import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { preferredLanguage } from './language.ts';
import { problemOf } from './problem.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** What the framework itself refuses, such as an address that cannot be one, is said like everything else. */
@Catch()
export class ErrorToProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    sendProblem(
      error instanceof HttpException ? { statusCode: error.getStatus() } : error,
      request,
      http.getResponse(),
    );
  }
}

/** Answers with the problem that an error is. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error, request.id, preferredLanguage(request.headers['accept-language']));
  void reply.code(problem.status).headers(SECURITY_HEADERS).header('cache-control', 'no-store');
  void reply.type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}
