import type { Service } from '../service.ts';
import { adyen } from './adyen.ts';
import { airtable } from './airtable.ts';
import { aiven } from './aiven.ts';
import { alchemy } from './alchemy.ts';
import { algolia } from './algolia.ts';
import { alibabaCloud } from './alibaba-cloud.ts';
import { amplitude } from './amplitude.ts';
import { anthropic } from './anthropic.ts';
import { apify } from './apify.ts';
import { asana } from './asana.ts';
import { assemblyai } from './assemblyai.ts';
import { atlassian } from './atlassian.ts';
import { attio } from './attio.ts';
import { auth0 } from './auth0.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { azureDevops } from './azure-devops.ts';
import { azureOpenai } from './azure-openai.ts';
import { backblazeB2 } from './backblaze-b2.ts';
import { betterStack } from './better-stack.ts';
import { bitbucket } from './bitbucket.ts';
import { box } from './box.ts';
import { braveSearch } from './brave-search.ts';
import { brevo } from './brevo.ts';
import { buildkite } from './buildkite.ts';
import { bunny } from './bunny.ts';
import { calCom } from './cal-com.ts';
import { calendly } from './calendly.ts';
import { cerebras } from './cerebras.ts';
import { circleci } from './circleci.ts';
import { clerk } from './clerk.ts';
import { clickhouseCloud } from './clickhouse-cloud.ts';
import { clickup } from './clickup.ts';
import { cloudflare } from './cloudflare.ts';
import { cloudinary } from './cloudinary.ts';
import { cloudsmith } from './cloudsmith.ts';
import { cockroachdbCloud } from './cockroachdb-cloud.ts';
import { codecov } from './codecov.ts';
import { cohere } from './cohere.ts';
import { coinbaseCdp } from './coinbase-cdp.ts';
import { confluentCloud } from './confluent-cloud.ts';
import { contentful } from './contentful.ts';
import { cratesIo } from './crates-io.ts';
import { cursor } from './cursor.ts';
import { databricks } from './databricks.ts';
import { datadog } from './datadog.ts';
import { deepgram } from './deepgram.ts';
import { deepseek } from './deepseek.ts';
import { digitalocean } from './digitalocean.ts';
import { discord } from './discord.ts';
import { dnsimple } from './dnsimple.ts';
import { dockerHub } from './docker-hub.ts';
import { doppler } from './doppler.ts';
import { dropbox } from './dropbox.ts';
import { dynatrace } from './dynatrace.ts';
import { elasticCloud } from './elastic-cloud.ts';
import { elevenlabs } from './elevenlabs.ts';
import { etherscan } from './etherscan.ts';
import { exa } from './exa.ts';
import { fal } from './fal.ts';
import { fastly } from './fastly.ts';
import { figma } from './figma.ts';
import { firecrawl } from './firecrawl.ts';
import { fireworks } from './fireworks.ts';
import { fly } from './fly.ts';
import { freshdesk } from './freshdesk.ts';
import { front } from './front.ts';
import { gitea } from './gitea.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { gocardless } from './gocardless.ts';
import { godaddy } from './godaddy.ts';
import { googleChatWebhook } from './google-chat-webhook.ts';
import { googleCloud } from './google-cloud.ts';
import { googleGemini } from './google-gemini.ts';
import { googleMaps } from './google-maps.ts';
import { grafana } from './grafana.ts';
import { groq } from './groq.ts';
import { here } from './here.ts';
import { heroku } from './heroku.ts';
import { hetzner } from './hetzner.ts';
import { honeycomb } from './honeycomb.ts';
import { hubspot } from './hubspot.ts';
import { huggingface } from './huggingface.ts';
import { ibmCloud } from './ibm-cloud.ts';
import { incidentIo } from './incident-io.ts';
import { infisical } from './infisical.ts';
import { infura } from './infura.ts';
import { intercom } from './intercom.ts';
import { jenkins } from './jenkins.ts';
import { jfrog } from './jfrog.ts';
import { jina } from './jina.ts';
import { klaviyo } from './klaviyo.ts';
import { langfuse } from './langfuse.ts';
import { langsmith } from './langsmith.ts';
import { launchdarkly } from './launchdarkly.ts';
import { lemonsqueezy } from './lemonsqueezy.ts';
import { lineMessaging } from './line-messaging.ts';
import { linear } from './linear.ts';
import { linode } from './linode.ts';
import { loops } from './loops.ts';
import { mailchimp } from './mailchimp.ts';
import { mailgun } from './mailgun.ts';
import { mailjet } from './mailjet.ts';
import { mandrill } from './mandrill.ts';
import { mapbox } from './mapbox.ts';
import { mattermost } from './mattermost.ts';
import { messagebird } from './messagebird.ts';
import { metaGraph } from './meta-graph.ts';
import { microsoftGraph } from './microsoft-graph.ts';
import { microsoftTeamsWebhook } from './microsoft-teams-webhook.ts';
import { miro } from './miro.ts';
import { mistral } from './mistral.ts';
import { mixpanel } from './mixpanel.ts';
import { mollie } from './mollie.ts';
import { monday } from './monday.ts';
import { mongodbAtlas } from './mongodb-atlas.ts';
import { n8n } from './n8n.ts';
import { namecheap } from './namecheap.ts';
import { neon } from './neon.ts';
import { netlify } from './netlify.ts';
import { newRelic } from './new-relic.ts';
import { ngrok } from './ngrok.ts';
import { notion } from './notion.ts';
import { npm } from './npm.ts';
import { nuget } from './nuget.ts';
import { nvidiaNim } from './nvidia-nim.ts';
import { okta } from './okta.ts';
import { onepassword } from './onepassword.ts';
import { openai } from './openai.ts';
import { openrouter } from './openrouter.ts';
import { openweather } from './openweather.ts';
import { opsgenie } from './opsgenie.ts';
import { ovhcloud } from './ovhcloud.ts';
import { paddle } from './paddle.ts';
import { pagerduty } from './pagerduty.ts';
import { paypal } from './paypal.ts';
import { paystack } from './paystack.ts';
import { perplexity } from './perplexity.ts';
import { pinecone } from './pinecone.ts';
import { pipedrive } from './pipedrive.ts';
import { plaid } from './plaid.ts';
import { planetscale } from './planetscale.ts';
import { posthog } from './posthog.ts';
import { postman } from './postman.ts';
import { postmark } from './postmark.ts';
import { pulumi } from './pulumi.ts';
import { pypi } from './pypi.ts';
import { qdrant } from './qdrant.ts';
import { railway } from './railway.ts';
import { razorpay } from './razorpay.ts';
import { redisCloud } from './redis-cloud.ts';
import { render } from './render.ts';
import { replicate } from './replicate.ts';
import { resend } from './resend.ts';
import { rollbar } from './rollbar.ts';
import { rubygems } from './rubygems.ts';
import { salesforce } from './salesforce.ts';
import { sanity } from './sanity.ts';
import { scaleway } from './scaleway.ts';
import { segment } from './segment.ts';
import { sendgrid } from './sendgrid.ts';
import { sentry } from './sentry.ts';
import { serpapi } from './serpapi.ts';
import { serper } from './serper.ts';
import { shopify } from './shopify.ts';
import { shortcut } from './shortcut.ts';
import { slack } from './slack.ts';
import { snowflake } from './snowflake.ts';
import { snyk } from './snyk.ts';
import { sonarqubeCloud } from './sonarqube-cloud.ts';
import { sourcegraph } from './sourcegraph.ts';
import { spotify } from './spotify.ts';
import { square } from './square.ts';
import { stability } from './stability.ts';
import { statuspage } from './statuspage.ts';
import { stripe } from './stripe.ts';
import { stytch } from './stytch.ts';
import { supabase } from './supabase.ts';
import { tailscale } from './tailscale.ts';
import { tavily } from './tavily.ts';
import { telegramBot } from './telegram-bot.ts';
import { terraformCloud } from './terraform-cloud.ts';
import { todoist } from './todoist.ts';
import { together } from './together.ts';
import { travisCi } from './travis-ci.ts';
import { trello } from './trello.ts';
import { turso } from './turso.ts';
import { twilio } from './twilio.ts';
import { twitch } from './twitch.ts';
import { typeform } from './typeform.ts';
import { upstash } from './upstash.ts';
import { vault } from './vault.ts';
import { vercel } from './vercel.ts';
import { vonage } from './vonage.ts';
import { voyage } from './voyage.ts';
import { vultr } from './vultr.ts';
import { wakatime } from './wakatime.ts';
import { webflow } from './webflow.ts';
import { weightsAndBiases } from './weights-and-biases.ts';
import { wise } from './wise.ts';
import { workos } from './workos.ts';
import { xTwitter } from './x-twitter.ts';
import { xai } from './xai.ts';
import { zapierWebhook } from './zapier-webhook.ts';
import { zendesk } from './zendesk.ts';
import { zoom } from './zoom.ts';

/** Every service there is: a new one is one file and one line here. */
export const SERVICES: readonly Service[] = [
  adyen,
  airtable,
  aiven,
  alchemy,
  algolia,
  alibabaCloud,
  amplitude,
  anthropic,
  apify,
  asana,
  assemblyai,
  atlassian,
  attio,
  auth0,
  aws,
  azure,
  azureDevops,
  azureOpenai,
  backblazeB2,
  betterStack,
  bitbucket,
  box,
  braveSearch,
  brevo,
  buildkite,
  bunny,
  calCom,
  calendly,
  cerebras,
  circleci,
  clerk,
  clickhouseCloud,
  clickup,
  cloudflare,
  cloudinary,
  cloudsmith,
  cockroachdbCloud,
  codecov,
  cohere,
  coinbaseCdp,
  confluentCloud,
  contentful,
  cratesIo,
  cursor,
  databricks,
  datadog,
  deepgram,
  deepseek,
  digitalocean,
  discord,
  dnsimple,
  dockerHub,
  doppler,
  dropbox,
  dynatrace,
  elasticCloud,
  elevenlabs,
  etherscan,
  exa,
  fal,
  fastly,
  figma,
  firecrawl,
  fireworks,
  fly,
  freshdesk,
  front,
  gitea,
  github,
  gitlab,
  gocardless,
  godaddy,
  googleChatWebhook,
  googleCloud,
  googleGemini,
  googleMaps,
  grafana,
  groq,
  here,
  heroku,
  hetzner,
  honeycomb,
  hubspot,
  huggingface,
  ibmCloud,
  incidentIo,
  infisical,
  infura,
  intercom,
  jenkins,
  jfrog,
  jina,
  klaviyo,
  langfuse,
  langsmith,
  launchdarkly,
  lemonsqueezy,
  lineMessaging,
  linear,
  linode,
  loops,
  mailchimp,
  mailgun,
  mailjet,
  mandrill,
  mapbox,
  mattermost,
  messagebird,
  metaGraph,
  microsoftGraph,
  microsoftTeamsWebhook,
  miro,
  mistral,
  mixpanel,
  mollie,
  monday,
  mongodbAtlas,
  n8n,
  namecheap,
  neon,
  netlify,
  newRelic,
  ngrok,
  notion,
  npm,
  nuget,
  nvidiaNim,
  okta,
  onepassword,
  openai,
  openrouter,
  openweather,
  opsgenie,
  ovhcloud,
  paddle,
  pagerduty,
  paypal,
  paystack,
  perplexity,
  pinecone,
  pipedrive,
  plaid,
  planetscale,
  posthog,
  postman,
  postmark,
  pulumi,
  pypi,
  qdrant,
  railway,
  razorpay,
  redisCloud,
  render,
  replicate,
  resend,
  rollbar,
  rubygems,
  salesforce,
  sanity,
  scaleway,
  segment,
  sendgrid,
  sentry,
  serpapi,
  serper,
  shopify,
  shortcut,
  slack,
  snowflake,
  snyk,
  sonarqubeCloud,
  sourcegraph,
  spotify,
  square,
  stability,
  statuspage,
  stripe,
  stytch,
  supabase,
  tailscale,
  tavily,
  telegramBot,
  terraformCloud,
  todoist,
  together,
  travisCi,
  trello,
  turso,
  twilio,
  twitch,
  typeform,
  upstash,
  vault,
  vercel,
  vonage,
  voyage,
  vultr,
  wakatime,
  webflow,
  weightsAndBiases,
  wise,
  workos,
  xTwitter,
  xai,
  zapierWebhook,
  zendesk,
  zoom,
];
