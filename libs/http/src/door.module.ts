import { type DynamicModule, Inject, Module, type ModuleMetadata, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { DoorParts } from './door-parts.ts';
import { doorPlugin } from './door-plugin.ts';

const DOOR_PARTS = Symbol('DOOR_PARTS');

/** How the parts of a door are made. */
export interface DoorModuleOptions<Core> extends Pick<ModuleMetadata, 'imports'> {
  readonly useFactory: (...injected: never[]) => DoorParts<Core>;
  readonly inject: readonly (symbol | (abstract new (...args: never[]) => unknown))[];
}

/** Mounts the route table of a door on the HTTP server that Nest starts. */
@Module({})
export class DoorModule implements OnModuleInit {
  readonly #host: HttpAdapterHost;
  readonly #parts: DoorParts;

  constructor(@Inject(HttpAdapterHost) host: HttpAdapterHost, @Inject(DOOR_PARTS) parts: DoorParts) {
    this.#host = host;
    this.#parts = parts;
  }

  static with<Core>({ imports = [], inject, useFactory }: DoorModuleOptions<Core>): DynamicModule {
    return {
      module: DoorModule,
      imports,
      providers: [{ provide: DOOR_PARTS, inject: [...inject], useFactory }],
    };
  }

  onModuleInit(): void {
    const instance: FastifyInstance = this.#host.httpAdapter.getInstance();
    void instance.register(doorPlugin(this.#parts));
  }
}
