/** The door: what the rest of the system may use of shipments. */
export { contactAside, contactPart } from './contact-part.ts'
export { checkShipments, shipmentGauges, shipmentJobs, shipmentSchedules } from './jobs.ts'
export { orderAfterEvent, orderShipment } from './order-shipment.ts'
export { shipmentPages } from './pages.ts'
export { PostAway, type PostOrder, type PublicPost, type TakenOrder, type ToldParcel } from './ports.ts'
export { listShipments, type Shipment, tallyShipments } from './repository.ts'
export { shipmentRoutes } from './routes.ts'
export type { ShipmentKind, ShipmentState, ToldState } from './rules/shipment.ts'
