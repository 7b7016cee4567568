/** The instruments of Prometheus's client library, for those who count in the apps. */
export { Counter, Gauge, Histogram, Registry } from 'prom-client';
