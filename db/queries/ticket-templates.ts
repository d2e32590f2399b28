/** What stands on tickets: the venue's templates, and which of them a product's tickets follow. */
import { asc, eq, sql } from 'drizzle-orm';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { domains, products, ticketTemplates } from '../schema';

export type TicketTemplateRow = typeof ticketTemplates.$inferSelect;

/** Twice what the contract lets a venue make. */
const MOST_TEMPLATES = 100;

const statements = preparedPer((db) => {
  const all = () => db.orm.select().from(ticketTemplates);
  return {
    list: all().orderBy(asc(ticketTemplates.id)).limit(MOST_TEMPLATES).prepare(),
    byId: all()
      .where(eq(ticketTemplates.id, sql.placeholder('id')))
      .prepare(),
    byName: all()
      .where(eq(ticketTemplates.name, sql.placeholder('name')))
      .prepare(),
    byDefault: all().where(eq(ticketTemplates.isDefault, true)).prepare(),
    ofProduct: db.orm
      .select({ template: ticketTemplates })
      .from(products)
      .innerJoin(ticketTemplates, eq(products.ticketTemplateId, ticketTemplates.id))
      .where(eq(products.id, sql.placeholder('productId')))
      .prepare(),
    ofDomain: db.orm
      .select({ template: ticketTemplates })
      .from(domains)
      .innerJoin(ticketTemplates, eq(domains.ticketTemplateId, ticketTemplates.id))
      .where(eq(domains.id, sql.placeholder('domainId')))
      .prepare(),
    domainChoosers: db.orm
      .select({ id: domains.id, name: domains.name, templateId: domains.ticketTemplateId })
      .from(domains)
      .where(sql`${domains.ticketTemplateId} is not null`)
      .orderBy(asc(domains.name))
      .prepare(),
    choosers: db.orm
      .select({ id: products.id, name: products.name, templateId: products.ticketTemplateId })
      .from(products)
      .where(sql`${products.ticketTemplateId} is not null`)
      .orderBy(asc(products.name))
      .prepare(),
  };
});

/** Oldest first. */
export function listTicketTemplates(db: Db): readonly TicketTemplateRow[] {
  return statements(db).list.all();
}

export function findTicketTemplate(db: Db, id: number): TicketTemplateRow | undefined {
  return statements(db).byId.get({ id });
}

export function findTicketTemplateByName(db: Db, name: string): TicketTemplateRow | undefined {
  return statements(db).byName.get({ name });
}

/** Undefined: the one that comes with the program. */
export function findDefaultTicketTemplate(db: Db): TicketTemplateRow | undefined {
  return statements(db).byDefault.get();
}

/** What a ticket is of; neither: nothing that was sold. */
export interface TicketOf {
  readonly productId?: number | undefined;
  readonly domainId?: number | null | undefined;
}

/**
 * The one this product chose, else the one of the domain, else the venue's default; undefined: the one that comes with the
 * program. The product first: who sells a family card wants it to look like one wherever it is sold.
 */
export function findTicketTemplateOf(db: Db, { productId, domainId }: TicketOf): TicketTemplateRow | undefined {
  const { ofProduct, ofDomain } = statements(db);
  return (
    (productId === undefined ? undefined : ofProduct.get({ productId })?.template) ??
    (domainId == null ? undefined : ofDomain.get({ domainId })?.template) ??
    findDefaultTicketTemplate(db)
  );
}

export interface TemplateChooser {
  readonly id: number;
  readonly name: string;
  readonly templateId: number;
}

/** Domains that chose a template, by name. */
export function listTemplateDomains(db: Db): readonly TemplateChooser[] {
  return statements(db).domainChoosers.all() as readonly TemplateChooser[];
}

/** Products that chose a template, retired ones too, by name. */
export function listTemplateChoosers(db: Db): readonly TemplateChooser[] {
  return statements(db).choosers.all() as readonly TemplateChooser[];
}
