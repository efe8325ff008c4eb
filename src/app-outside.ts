import type { IdentityProvider } from '#modules/citizens'
import type { EventBus } from '#modules/events'
import type { FiledSource } from '#modules/filings'
import type { InquirySystem } from '#modules/inquiries'
import type { ReportSource } from '#modules/mirrors'
import type { NationalCatalogue } from '#modules/nationalcatalogue'
import type { NationalVault } from '#modules/nationalvault'
import type { MessageCarrier } from '#modules/notifications'
import type { MalwareScanner } from '#modules/papers'
import type { PaymentPlatform } from '#modules/payments'
import type { RatingSystem } from '#modules/ratings'
import type { TaxAuthority } from '#modules/receipts'
import type { RegistersOutside } from '#modules/registers'
import type { PublicPost } from '#modules/shipments'
import type { SigningOutside } from '#modules/signing'
import type { Destination } from '#modules/sync'
import type { FaultSwitch } from './portals/demo/fault-switch.ts'

/** What the system needs of the world outside, as its modules name it. */
export type Outside = Readonly<{
  identityProvider: IdentityProvider
  /** Who carries messages to people; left out: nobody, messages stay inside. */
  carriers?: readonly MessageCarrier[]
  /** Null, or left out: nothing is ordered of the post. */
  post?: PublicPost | null
  /** Null, or left out: nobody looks for malware. */
  scanner?: MalwareScanner | null
  /** Where keys live, who stamps time, whom we trust. */
  signing: SigningOutside
  /** Left out: the database carries events. */
  events?: EventBus
  /** Null, or left out: nothing is paid online. */
  payments?: PaymentPlatform | null
  /** Who is told of dossiers, and where people file some for us; left out: nobody, nowhere. */
  destinations?: readonly Destination[]
  filedSources?: readonly FiledSource[]
  /** The systems of ministries that are asked what they report; left out: none. */
  reportSources?: readonly ReportSource[]
  /** Where people rate dossiers of ours besides; left out: nowhere. */
  ratingSystems?: readonly RatingSystem[]
  /** Where people ask us questions besides; left out: nowhere. */
  inquirySystems?: readonly InquirySystem[]
  /** Where the national catalogue is read; null, or left out: nowhere. */
  nationalCatalogue?: NationalCatalogue | null
  /** The stand-ins of the demonstration that can be broken. */
  faultSwitches?: readonly FaultSwitch[]
  /** The registers of the State that can be asked; left out: none. */
  registers?: RegistersOutside
  /** Who is told of receipts; null, or left out: nobody, summaries wait. */
  taxAuthority?: TaxAuthority | null
  /** The vault of the national portal; null, or left out: not connected. */
  nationalVault?: NationalVault | null
}>
