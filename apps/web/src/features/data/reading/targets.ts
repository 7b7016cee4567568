/** What a file brings. */
export type DataKind = 'customers' | 'orders';

/** How the values of a column are read. */
export type ValueKind = 'text' | 'list' | 'yes or no' | 'amount' | 'whole number' | 'moment' | 'status' | 'items';

/** Something of a customer or an order that a column can become. */
export interface Target {
  id: string;
  label: string;
  group: string;
  kind: ValueKind;
  /** By which a column is recognised, without case, spaces and signs. The first that fits is taken. */
  names: readonly string[];
}

/** What files of bad rows have beside the rows; left out of a file that was mended and comes back. */
export const OWN_COLUMNS = { row: 'Row in Herald’s list', problem: 'Problem in Herald’s list' } as const;

/** A column that is left out, and one that becomes a custom attribute. */
export const SKIP = 'skip';
export const ATTRIBUTE = 'attribute';

const WHO = 'Who it is';
const ADDRESS = 'Address';
const MORE = 'More';
const WHOSE = 'Whose order it is';
const ORDER = 'The order';
const ITEM = 'Items';

const CUSTOMER_TARGETS: readonly Target[] = [
  {
    id: 'email',
    label: 'Email',
    group: WHO,
    kind: 'text',
    names: ['email', 'emailaddress', 'mail', 'emailid', 'customeremail', 'useremail', 'contactemail', 'email1'],
  },
  {
    id: 'name',
    label: 'Name',
    group: WHO,
    kind: 'text',
    names: ['name', 'fullname', 'customername', 'displayname', 'contactname', 'customer', 'username'],
  },
  {
    id: 'firstName',
    label: 'First name',
    group: WHO,
    kind: 'text',
    names: ['firstname', 'givenname', 'fname', 'forename', 'customerfirstname', 'defaultaddressfirstname'],
  },
  {
    id: 'lastName',
    label: 'Last name',
    group: WHO,
    kind: 'text',
    names: ['lastname', 'surname', 'familyname', 'lname', 'customerlastname', 'defaultaddresslastname'],
  },
  {
    id: 'phone',
    label: 'Phone',
    group: WHO,
    kind: 'text',
    names: [
      'phone',
      'phonenumber',
      'mobile',
      'mobilenumber',
      'telephone',
      'tel',
      'cell',
      'phoneno',
      'mobileno',
      'whatsapp',
      'defaultaddressphone',
    ],
  },
  {
    id: 'externalId',
    label: 'Your customer id',
    group: WHO,
    kind: 'text',
    names: [
      'externalid',
      'customerid',
      'userid',
      'customernumber',
      'customerno',
      'customercode',
      'clientid',
      'memberid',
      'id',
    ],
  },
  { id: 'id', label: 'Herald’s id', group: WHO, kind: 'text', names: ['heraldid'] },
  {
    id: 'address.line1',
    label: 'Street',
    group: ADDRESS,
    kind: 'text',
    names: [
      'addressline1',
      'address1',
      'street',
      'streetaddress',
      'line1',
      'address',
      'defaultaddressaddress1',
      'billingaddress1',
    ],
  },
  {
    id: 'address.line2',
    label: 'Street, second line',
    group: ADDRESS,
    kind: 'text',
    names: ['addressline2', 'address2', 'line2', 'apartment', 'suite', 'defaultaddressaddress2', 'billingaddress2'],
  },
  {
    id: 'address.city',
    label: 'City',
    group: ADDRESS,
    kind: 'text',
    names: ['city', 'town', 'addresscity', 'billingcity', 'defaultaddresscity', 'shippingcity'],
  },
  {
    id: 'address.state',
    label: 'State',
    group: ADDRESS,
    kind: 'text',
    names: [
      'state',
      'province',
      'region',
      'addressstate',
      'billingstate',
      'defaultaddressprovincecode',
      'defaultaddressprovince',
      'provincecode',
    ],
  },
  {
    id: 'address.country',
    label: 'Country',
    group: ADDRESS,
    kind: 'text',
    names: [
      'country',
      'countrycode',
      'addresscountry',
      'billingcountry',
      'defaultaddresscountrycode',
      'defaultaddresscountry',
    ],
  },
  {
    id: 'address.postalCode',
    label: 'Postal code',
    group: ADDRESS,
    kind: 'text',
    names: [
      'postalcode',
      'zip',
      'zipcode',
      'postcode',
      'pincode',
      'pin',
      'addresspostalcode',
      'addresszip',
      'billingzip',
      'defaultaddresszip',
    ],
  },
  { id: 'tags', label: 'Tags', group: MORE, kind: 'list', names: ['tags', 'tag', 'labels', 'groups'] },
  { id: 'visits', label: 'Visits', group: MORE, kind: 'whole number', names: ['visits', 'visitcount', 'sessions'] },
  {
    id: 'subscribed',
    label: 'Wants messages',
    group: MORE,
    kind: 'yes or no',
    names: [
      'subscribed',
      'acceptsmarketing',
      'acceptsemailmarketing',
      'optin',
      'marketingoptin',
      'newsletter',
      'emailoptin',
      'emailconsent',
      'marketingconsent',
    ],
  },
  {
    id: 'unsubscribed',
    label: 'Wants no messages',
    group: MORE,
    kind: 'yes or no',
    names: ['unsubscribed', 'optout', 'optedout', 'emailoptout', 'donotcontact', 'donotemail'],
  },
  {
    id: 'createdAt',
    label: 'Customer since',
    group: MORE,
    kind: 'moment',
    names: [
      'createdat',
      'created',
      'createdon',
      'createddate',
      'datecreated',
      'signupdate',
      'signedupat',
      'registeredat',
      'registered',
      'registrationdate',
      'joined',
      'joinedat',
      'joindate',
      'customersince',
      'membersince',
    ],
  },
];

const ORDER_TARGETS: readonly Target[] = [
  {
    id: 'externalId',
    label: 'Order id',
    group: ORDER,
    kind: 'text',
    names: [
      'orderid',
      'ordernumber',
      'orderno',
      'ordername',
      'externalid',
      'orderref',
      'orderreference',
      'invoicenumber',
      'invoiceno',
      'invoice',
      'transactionid',
      'id',
      'name',
      'number',
    ],
  },
  {
    id: 'amount',
    label: 'Total',
    group: ORDER,
    kind: 'amount',
    names: [
      'amount',
      'total',
      'ordertotal',
      'grandtotal',
      'totalamount',
      'totalprice',
      'orderamount',
      'ordervalue',
      'totalpaid',
      'value',
      'revenue',
    ],
  },
  {
    id: 'orderedAt',
    label: 'Ordered at',
    group: ORDER,
    kind: 'moment',
    names: [
      'orderedat',
      'orderdate',
      'dateordered',
      'createdat',
      'created',
      'placedat',
      'purchasedate',
      'purchasedat',
      'processedat',
      'paidat',
      'date',
      'datecreated',
      'invoicedate',
      'transactiondate',
      'timestamp',
    ],
  },
  {
    id: 'status',
    label: 'Status',
    group: ORDER,
    kind: 'status',
    names: ['status', 'orderstatus', 'financialstatus', 'paymentstatus', 'state'],
  },
  {
    id: 'customerEmail',
    label: 'Customer’s email',
    group: WHOSE,
    kind: 'text',
    names: [
      'customeremail',
      'email',
      'emailaddress',
      'mail',
      'billingemail',
      'contactemail',
      'useremail',
      'buyeremail',
    ],
  },
  {
    id: 'customerExternalId',
    label: 'Your customer id',
    group: WHOSE,
    kind: 'text',
    names: [
      'customerexternalid',
      'customerid',
      'userid',
      'customernumber',
      'customerno',
      'customercode',
      'clientid',
      'memberid',
      'customer',
    ],
  },
  {
    id: 'customerId',
    label: 'Herald’s customer id',
    group: WHOSE,
    kind: 'text',
    names: ['heraldid', 'heraldcustomerid'],
  },
  {
    id: 'item.name',
    label: 'Item',
    group: ITEM,
    kind: 'text',
    names: ['itemname', 'lineitemname', 'product', 'productname', 'item', 'producttitle', 'title', 'description'],
  },
  {
    id: 'item.sku',
    label: 'Item’s SKU',
    group: ITEM,
    kind: 'text',
    names: ['sku', 'itemsku', 'lineitemsku', 'productid', 'productcode', 'stockcode'],
  },
  {
    id: 'item.category',
    label: 'Item’s category',
    group: ITEM,
    kind: 'text',
    names: ['category', 'itemcategory', 'productcategory', 'producttype', 'lineitemcategory'],
  },
  {
    id: 'item.quantity',
    label: 'Pieces of the item',
    group: ITEM,
    kind: 'whole number',
    names: ['quantity', 'qty', 'itemquantity', 'lineitemquantity', 'units', 'pieces', 'count'],
  },
  {
    id: 'item.price',
    label: 'Price of one piece',
    group: ITEM,
    kind: 'amount',
    names: ['price', 'unitprice', 'itemprice', 'lineitemprice', 'productprice', 'rate'],
  },
  { id: 'items', label: 'All items (a list)', group: ITEM, kind: 'items', names: ['items', 'lineitems', 'products'] },
];

export const TARGETS: Readonly<Record<DataKind, readonly Target[]>> = {
  customers: CUSTOMER_TARGETS,
  orders: ORDER_TARGETS,
};

export function targetOf(kind: DataKind, id: string): Target | undefined {
  return TARGETS[kind].find((target) => target.id === id);
}

/** `Default Address – City` and `default_address.city` are the same name. */
export function bareName(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
