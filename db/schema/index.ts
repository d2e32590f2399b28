export * from './guests';
export * from './history';
export * from './operators';
export * from './printing';
export * from './products';
export * from './routers';
export * from './sessions';
export * from './venue';
