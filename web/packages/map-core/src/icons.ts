// Channel icons: line drawings on a 24 by 24 grid, our own, drawn with round caps and no fill.
export type Icon =
  | "web" | "app" | "email" | "phone" | "chat" | "store" | "survey" | "review" | "social" | "delivery"
  | "system" | "people" | "search" | "payment" | "other";

/** Path data on a 24 x 24 grid, to be stroked. */
export const ICONS: Record<Icon, string> = {
  web: "M3 5.5h18v13H3zM3 9.5h18M6 7.5h.01M8.5 7.5h.01",
  app: "M7.5 2.5h9a1.5 1.5 0 0 1 1.5 1.5v16a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 6 20V4a1.5 1.5 0 0 1 1.5-1.5zM10.5 18.5h3",
  email: "M3 5.5h18v13H3zM3.5 6l8.5 7 8.5-7",
  phone: "M6.5 3.5h3l1.6 4.4-2 1.6a12 12 0 0 0 5.4 5.4l1.6-2 4.4 1.6v3a2.4 2.4 0 0 1-2.6 2.4A16.5 16.5 0 0 1 4.1 6.1 2.4 2.4 0 0 1 6.5 3.5z",
  chat: "M4 4.5h16v11.5h-8.5L7 20v-4H4zM8 8.7h8M8 11.9h5",
  store: "M4.5 10.5v9.5h15v-9.5M3 9.2 4.8 4h14.4L21 9.2a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0zM10 20v-5.5h4V20",
  survey: "M6 4.5h12v16H6zM9.5 3h5v3h-5zM9 10.6l1.2 1.2 2-2.3M9 15.9l1.2 1.2 2-2.3M14.5 11h1.5M14.5 16.3h1.5",
  review: "M12 3.6l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9L3.5 9.8l5.9-.8z",
  social: "M17.5 7.8a2.6 2.6 0 1 0-.01 0zM6.5 14.6a2.6 2.6 0 1 0-.01 0zM17.5 21.2a2.6 2.6 0 1 0-.01 0zM8.8 10.7l6.4-4M8.8 13.3l6.4 4",
  delivery: "M2.5 6.5h11v10h-11zM13.5 10h4.2l3.8 3.6v2.9h-8zM7 19.2a2 2 0 1 0-.01 0zM17 19.2a2 2 0 1 0-.01 0z",
  system: "M12 8.6a3.4 3.4 0 1 0 .01 0zM12 2.8v2.6M12 18.6v2.6M2.8 12h2.6M18.6 12h2.6M5.5 5.5l1.8 1.8M16.7 16.7l1.8 1.8M18.5 5.5l-1.8 1.8M7.3 16.7l-1.8 1.8",
  people: "M9 10.2a3 3 0 1 0-.01 0zM3.2 19.5c0-3.4 2.5-5.8 5.8-5.8s5.8 2.4 5.8 5.8M15.5 4.6a3 3 0 0 1 0 5.6M17.2 14c2.3.7 3.7 2.7 3.7 5.5",
  search: "M10.5 4a6.5 6.5 0 1 0 .01 0zM15.4 15.4 20.5 20.5",
  payment: "M3 5.5h18v13H3zM3 9.7h18M6.5 15h4",
  other: "M12 4.5a7.5 7.5 0 1 0 .01 0zM12 11.9h.01M8.3 11.9h.01M15.7 11.9h.01",
};

const WORDS: [Icon, RegExp][] = [
  ["app", /\b(mobile ?)?app\b|mobile/],
  ["email", /e-?mail|newsletter|mail(ing)?\b/],
  ["phone", /phone|call|voice|ivr|hotline/],
  ["chat", /chat|message|messenger|whatsapp|sms|bot/],
  ["store", /store|shop|branch|counter|desk|in.person|pos\b|point of sale/],
  ["survey", /survey|questionnaire|form|ticket/],
  ["review", /review|rating/],
  ["people", /word of mouth|friend|famil|people|person/],
  ["social", /social|facebook|instagram|twitter|tweet|community|forum/],
  ["delivery", /post|deliver|parcel|courier|carrier|ship|logistic/],
  ["search", /search|seo|sea\b/],
  ["payment", /pay|card|invoice|bill/],
  ["system", /system|company|back.?office|internal|automatic|erp|crm|server/],
  ["web", /web|site|online|browser|internet|portal/],
];

/** The icon of a channel, by the words of its name. */
export function iconFor(channel: string): Icon {
  const name = channel.toLowerCase().replace(/_/g, " ");
  return WORDS.find(([, pattern]) => pattern.test(name))?.[0] ?? "other";
}
