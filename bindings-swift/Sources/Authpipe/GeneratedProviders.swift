// Generated from bindings-common by `cargo xtask types`. Do not edit.

extension ProviderID {
    /// 23andMe.
    public static var n23andme: ProviderID { "23andme" }
    /// ActiveCampaign.
    public static var activeCampaign: ProviderID { "active-campaign" }
    /// Acuity Scheduling.
    public static var acuityScheduling: ProviderID { "acuity-scheduling" }
    /// Adobe.
    public static var adobe: ProviderID { "adobe" }
    /// Affinity.
    public static var affinity: ProviderID { "affinity" }
    /// Aha.
    public static var aha: ProviderID { "aha" }
    /// Aircall.
    public static var aircall: ProviderID { "aircall" }
    /// Airtable.
    public static var airtable: ProviderID { "airtable" }
    /// Airtop.
    public static var airtop: ProviderID { "airtop" }
    /// AlienVault.
    public static var alienVault: ProviderID { "alien-vault" }
    /// Amazon.
    public static var amazon: ProviderID { "amazon" }
    /// Amplitude.
    public static var amplitude: ProviderID { "amplitude" }
    /// Anrok.
    public static var anrok: ProviderID { "anrok" }
    /// Anthropic.
    public static var anthropic: ProviderID { "anthropic" }
    /// Anvil.
    public static var anvil: ProviderID { "anvil" }
    /// Apaleo.
    public static var apaleo: ProviderID { "apaleo" }
    /// Apify.
    public static var apify: ProviderID { "apify" }
    /// APITemplate.io.
    public static var apitemplateIo: ProviderID { "apitemplate-io" }
    /// AppFollow.
    public static var appfollow: ProviderID { "appfollow" }
    /// ArcGIS.
    public static var arcgis: ProviderID { "arcgis" }
    /// Asana.
    public static var asana: ProviderID { "asana" }
    /// Ashby.
    public static var ashby: ProviderID { "ashby" }
    /// Assembla.
    public static var assembla: ProviderID { "assembla" }
    /// AssemblyAI.
    public static var assemblyai: ProviderID { "assemblyai" }
    /// Atlas.so.
    public static var atlasSo: ProviderID { "atlas-so" }
    /// Atlassian.
    public static var atlassian: ProviderID { "atlassian" }
    /// Attention.
    public static var attention: ProviderID { "attention" }
    /// Attio.
    public static var attio: ProviderID { "attio" }
    /// Auth0.
    public static var auth0: ProviderID { "auth0" }
    /// Autodesk.
    public static var autodesk: ProviderID { "autodesk" }
    /// Avalara.
    public static var avalara: ProviderID { "avalara" }
    /// Avoma.
    public static var avoma: ProviderID { "avoma" }
    /// AWeber.
    public static var aweber: ProviderID { "aweber" }
    /// Azure DevOps.
    public static var azureDevops: ProviderID { "azure-devops" }
    /// Azure OpenAI.
    public static var azureOpenai: ProviderID { "azure-openai" }
    /// Baidu.
    public static var baidu: ProviderID { "baidu" }
    /// Bannerbear.
    public static var bannerbear: ProviderID { "bannerbear" }
    /// Basin.
    public static var basin: ProviderID { "basin" }
    /// Battle.net.
    public static var battlenet: ProviderID { "battlenet" }
    /// Beamer.
    public static var beamer: ProviderID { "beamer" }
    /// Beehiiv.
    public static var beehiiv: ProviderID { "beehiiv" }
    /// Better Stack.
    public static var betterStack: ProviderID { "better-stack" }
    /// BetterContact.
    public static var bettercontact: ProviderID { "bettercontact" }
    /// Bexio.
    public static var bexio: ProviderID { "bexio" }
    /// BigCommerce.
    public static var bigcommerce: ProviderID { "bigcommerce" }
    /// Bird.
    public static var bird: ProviderID { "bird" }
    /// Bitbucket.
    public static var bitbucket: ProviderID { "bitbucket" }
    /// Bitly.
    public static var bitly: ProviderID { "bitly" }
    /// Blackbaud.
    public static var blackbaud: ProviderID { "blackbaud" }
    /// Bland AI.
    public static var blandai: ProviderID { "blandai" }
    /// BoldSign.
    public static var boldsign: ProviderID { "boldsign" }
    /// Bonjoro.
    public static var bonjoro: ProviderID { "bonjoro" }
    /// Box.
    public static var box: ProviderID { "box" }
    /// Brandfetch.
    public static var brandfetch: ProviderID { "brandfetch" }
    /// Brave Search.
    public static var braveSearch: ProviderID { "brave-search" }
    /// Braze.
    public static var braze: ProviderID { "braze" }
    /// Breezy HR.
    public static var breezyHr: ProviderID { "breezy-hr" }
    /// Brevo.
    public static var brevo: ProviderID { "brevo" }
    /// Brex.
    public static var brex: ProviderID { "brex" }
    /// Browse AI.
    public static var browseAi: ProviderID { "browse-ai" }
    /// Buffer.
    public static var buffer: ProviderID { "buffer" }
    /// Bungie.
    public static var bungie: ProviderID { "bungie" }
    /// Buttondown.
    public static var buttondown: ProviderID { "buttondown" }
    /// Calendly.
    public static var calendly: ProviderID { "calendly" }
    /// CallRail.
    public static var callrail: ProviderID { "callrail" }
    /// Campaign Monitor.
    public static var campaignMonitor: ProviderID { "campaign-monitor" }
    /// Canva.
    public static var canva: ProviderID { "canva" }
    /// Capsule CRM.
    public static var capsuleCrm: ProviderID { "capsule-crm" }
    /// Carbone.
    public static var carbone: ProviderID { "carbone" }
    /// Certn.
    public static var certn: ProviderID { "certn" }
    /// Chargebee.
    public static var chargebee: ProviderID { "chargebee" }
    /// ChartMogul.
    public static var chartMogul: ProviderID { "chart-mogul" }
    /// Chatbase.
    public static var chatbase: ProviderID { "chatbase" }
    /// Check.
    public static var checkhq: ProviderID { "checkhq" }
    /// Chili Piper.
    public static var chiliPiper: ProviderID { "chili-piper" }
    /// Chorus.
    public static var chorus: ProviderID { "chorus" }
    /// Circle.so.
    public static var circleSo: ProviderID { "circle-so" }
    /// Clarifai.
    public static var clarifai: ProviderID { "clarifai" }
    /// Clerk.
    public static var clerk: ProviderID { "clerk" }
    /// Clever.
    public static var clever: ProviderID { "clever" }
    /// ClickHouse.
    public static var clickhouse: ProviderID { "clickhouse" }
    /// ClickSend.
    public static var clicksend: ProviderID { "clicksend" }
    /// ClickUp.
    public static var clickup: ProviderID { "clickup" }
    /// Clio.
    public static var clio: ProviderID { "clio" }
    /// Clockify.
    public static var clockify: ProviderID { "clockify" }
    /// Close.
    public static var close: ProviderID { "close" }
    /// Cloudbeds.
    public static var cloudbeds: ProviderID { "cloudbeds" }
    /// Cloudflare.
    public static var cloudflare: ProviderID { "cloudflare" }
    /// CloudTalk.
    public static var cloudtalk: ProviderID { "cloudtalk" }
    /// Coda.
    public static var coda: ProviderID { "coda" }
    /// Cognito.
    public static var cognito: ProviderID { "cognito" }
    /// Cognito Forms.
    public static var cognitoForms: ProviderID { "cognito-forms" }
    /// Coinbase.
    public static var coinbase: ProviderID { "coinbase" }
    /// CompanyCam.
    public static var companycam: ProviderID { "companycam" }
    /// Confluence.
    public static var confluence: ProviderID { "confluence" }
    /// Constant Contact.
    public static var constantContact: ProviderID { "constant-contact" }
    /// Conta Azul.
    public static var contaAzul: ProviderID { "conta-azul" }
    /// ContactOut.
    public static var contactout: ProviderID { "contactout" }
    /// ConvertAPI.
    public static var convert: ProviderID { "convert" }
    /// Crisp.
    public static var crisp: ProviderID { "crisp" }
    /// Crunchbase.
    public static var crunchbase: ProviderID { "crunchbase" }
    /// Cursor.
    public static var cursor: ProviderID { "cursor" }
    /// Customer.io.
    public static var customerIo: ProviderID { "customer-io" }
    /// Cyberimpact.
    public static var cyberimpact: ProviderID { "cyberimpact" }
    /// Dailymotion.
    public static var dailymotion: ProviderID { "dailymotion" }
    /// Databricks.
    public static var databricks: ProviderID { "databricks" }
    /// Deel.
    public static var deel: ProviderID { "deel" }
    /// Deepgram.
    public static var deepgram: ProviderID { "deepgram" }
    /// DeepL.
    public static var deepl: ProviderID { "deepl" }
    /// Delighted.
    public static var delighted: ProviderID { "delighted" }
    /// DeviantArt.
    public static var deviantart: ProviderID { "deviantart" }
    /// Devin.
    public static var devin: ProviderID { "devin" }
    /// Dialpad.
    public static var dialpad: ProviderID { "dialpad" }
    /// Diffbot.
    public static var diffbot: ProviderID { "diffbot" }
    /// DigitalOcean.
    public static var digitalocean: ProviderID { "digitalocean" }
    /// DiscoLike.
    public static var discolike: ProviderID { "discolike" }
    /// Discord.
    public static var discord: ProviderID { "discord" }
    /// Dixa.
    public static var dixa: ProviderID { "dixa" }
    /// Document360.
    public static var document360: ProviderID { "document360" }
    /// Drata.
    public static var drata: ProviderID { "drata" }
    /// Dribbble.
    public static var dribbble: ProviderID { "dribbble" }
    /// Drip.
    public static var drip: ProviderID { "drip" }
    /// Dropbox.
    public static var dropbox: ProviderID { "dropbox" }
    /// Dropbox Sign.
    public static var dropboxSign: ProviderID { "dropbox-sign" }
    /// Dub.
    public static var dub: ProviderID { "dub" }
    /// Dumpling AI.
    public static var dumplingAi: ProviderID { "dumpling-ai" }
    /// Dynamic Mockups.
    public static var dynamicMockups: ProviderID { "dynamic-mockups" }
    /// Dynatrace.
    public static var dynatrace: ProviderID { "dynatrace" }
    /// EasyPost.
    public static var easypost: ProviderID { "easypost" }
    /// eBay.
    public static var ebay: ProviderID { "ebay" }
    /// Eden AI.
    public static var edenAi: ProviderID { "eden-ai" }
    /// Egnyte.
    public static var egnyte: ProviderID { "egnyte" }
    /// ElevenLabs.
    public static var elevenlabs: ProviderID { "elevenlabs" }
    /// EmailOctopus.
    public static var emailoctopus: ProviderID { "emailoctopus" }
    /// Enrich Layer.
    public static var enrichlayer: ProviderID { "enrichlayer" }
    /// Envoy.
    public static var envoy: ProviderID { "envoy" }
    /// Epic Games.
    public static var epicGames: ProviderID { "epic-games" }
    /// Etsy.
    public static var etsy: ProviderID { "etsy" }
    /// EVE Online.
    public static var eveOnline: ProviderID { "eve-online" }
    /// Eventbrite.
    public static var eventbrite: ProviderID { "eventbrite" }
    /// Everhour.
    public static var everhour: ProviderID { "everhour" }
    /// Exa.
    public static var exa: ProviderID { "exa" }
    /// Exact Online.
    public static var exactOnline: ProviderID { "exact-online" }
    /// Exist.
    public static var exist: ProviderID { "exist" }
    /// Facebook.
    public static var facebook: ProviderID { "facebook" }
    /// Factorial.
    public static var factorial: ProviderID { "factorial" }
    /// FamilySearch.
    public static var familysearch: ProviderID { "familysearch" }
    /// Fathom.
    public static var fathom: ProviderID { "fathom" }
    /// Fathom Analytics.
    public static var fathomAnalytics: ProviderID { "fathom-analytics" }
    /// Feedly.
    public static var feedly: ProviderID { "feedly" }
    /// Fellow.
    public static var fellow: ProviderID { "fellow" }
    /// Figma.
    public static var figma: ProviderID { "figma" }
    /// FindyMail.
    public static var findymail: ProviderID { "findymail" }
    /// Firecrawl.
    public static var firecrawl: ProviderID { "firecrawl" }
    /// Fireflies.
    public static var fireflies: ProviderID { "fireflies" }
    /// Fitbit.
    public static var fitbit: ProviderID { "fitbit" }
    /// Float.
    public static var float: ProviderID { "float" }
    /// Folk.
    public static var folk: ProviderID { "folk" }
    /// Follow Up Boss.
    public static var followupboss: ProviderID { "followupboss" }
    /// Formstack.
    public static var formstack: ProviderID { "formstack" }
    /// Fortnox.
    public static var fortnox: ProviderID { "fortnox" }
    /// 42 Intra.
    public static var fortyTwo: ProviderID { "forty-two" }
    /// Frame.
    public static var frame: ProviderID { "frame" }
    /// FreeAgent.
    public static var freeagent: ProviderID { "freeagent" }
    /// Freepik.
    public static var freepik: ProviderID { "freepik" }
    /// FreshBooks.
    public static var freshbooks: ProviderID { "freshbooks" }
    /// Freshdesk.
    public static var freshdesk: ProviderID { "freshdesk" }
    /// Freshservice.
    public static var freshservice: ProviderID { "freshservice" }
    /// Front.
    public static var front: ProviderID { "front" }
    /// Gamma.
    public static var gamma: ProviderID { "gamma" }
    /// Geckoboard.
    public static var geckoboard: ProviderID { "geckoboard" }
    /// Gem.
    public static var gem: ProviderID { "gem" }
    /// Genius.
    public static var genius: ProviderID { "genius" }
    /// GetResponse.
    public static var getResponse: ProviderID { "get-response" }
    /// Gitee.
    public static var gitee: ProviderID { "gitee" }
    /// GitHub.
    public static var github: ProviderID { "github" }
    /// GitLab.
    public static var gitlab: ProviderID { "gitlab" }
    /// Gladia.
    public static var gladia: ProviderID { "gladia" }
    /// Gong.
    public static var gong: ProviderID { "gong" }
    /// Google Ads.
    public static var googleAds: ProviderID { "google-ads" }
    /// Google Analytics.
    public static var googleAnalytics: ProviderID { "google-analytics" }
    /// Google BigQuery.
    public static var googleBigquery: ProviderID { "google-bigquery" }
    /// Google Calendar.
    public static var googleCalendar: ProviderID { "google-calendar" }
    /// Google Chat.
    public static var googleChat: ProviderID { "google-chat" }
    /// Google Cloud Storage.
    public static var googleCloudStorage: ProviderID { "google-cloud-storage" }
    /// Google Contacts.
    public static var googleContacts: ProviderID { "google-contacts" }
    /// Google Docs.
    public static var googleDocs: ProviderID { "google-docs" }
    /// Google Drive.
    public static var googleDrive: ProviderID { "google-drive" }
    /// Google Forms.
    public static var googleForms: ProviderID { "google-forms" }
    /// Gmail.
    public static var googleMail: ProviderID { "google-mail" }
    /// Google Meet.
    public static var googleMeet: ProviderID { "google-meet" }
    /// Google My Business.
    public static var googleMyBusiness: ProviderID { "google-my-business" }
    /// Google Search Console.
    public static var googleSearchConsole: ProviderID { "google-search-console" }
    /// Google Sheets.
    public static var googleSheet: ProviderID { "google-sheet" }
    /// Google Slides.
    public static var googleSlides: ProviderID { "google-slides" }
    /// Google Tasks.
    public static var googleTasks: ProviderID { "google-tasks" }
    /// Google Workspace.
    public static var googleWorkspace: ProviderID { "google-workspace" }
    /// Google Workspace Admin.
    public static var googleWorkspaceAdmin: ProviderID { "google-workspace-admin" }
    /// Gorgias.
    public static var gorgias: ProviderID { "gorgias" }
    /// Granola.
    public static var granola: ProviderID { "granola" }
    /// Greenhouse.
    public static var greenhouse: ProviderID { "greenhouse" }
    /// Greenhouse (Harvest API).
    public static var greenhouseHarvest: ProviderID { "greenhouse-harvest" }
    /// Greenhouse (Job Board API).
    public static var greenhouseJobBoard: ProviderID { "greenhouse-job-board" }
    /// Groove.
    public static var groove: ProviderID { "groove" }
    /// Groq.
    public static var groq: ProviderID { "groq" }
    /// Gumroad.
    public static var gumroad: ProviderID { "gumroad" }
    /// Guru.
    public static var guru: ProviderID { "guru" }
    /// Gusto.
    public static var gusto: ProviderID { "gusto" }
    /// Harvest.
    public static var harvest: ProviderID { "harvest" }
    /// HeadHunter.
    public static var headHunter: ProviderID { "head-hunter" }
    /// Heartbeat.
    public static var heartbeat: ProviderID { "heartbeat" }
    /// Help Scout Mailbox.
    public static var helpscoutMailbox: ProviderID { "helpscout-mailbox" }
    /// Heroku.
    public static var heroku: ProviderID { "heroku" }
    /// HeyReach.
    public static var heyreach: ProviderID { "heyreach" }
    /// HighLevel.
    public static var highlevel: ProviderID { "highlevel" }
    /// Housecall Pro.
    public static var housecallPro: ProviderID { "housecall-pro" }
    /// HubSpot.
    public static var hubspot: ProviderID { "hubspot" }
    /// Hubstaff.
    public static var hubstaff: ProviderID { "hubstaff" }
    /// Hugging Face.
    public static var huggingFace: ProviderID { "hugging-face" }
    /// Humaans.io.
    public static var humaansIo: ProviderID { "humaans-io" }
    /// Hunter.
    public static var hunter: ProviderID { "hunter" }
    /// Imgur.
    public static var imgur: ProviderID { "imgur" }
    /// Incident.io.
    public static var incidentIo: ProviderID { "incident-io" }
    /// Influencers.club.
    public static var influencersClub: ProviderID { "influencers-club" }
    /// Insightly.
    public static var insightly: ProviderID { "insightly" }
    /// Instantly.
    public static var instantly: ProviderID { "instantly" }
    /// Intercom.
    public static var intercom: ProviderID { "intercom" }
    /// Invoice Ninja.
    public static var invoiceninja: ProviderID { "invoiceninja" }
    /// Ironclad.
    public static var ironclad: ProviderID { "ironclad" }
    /// Jira.
    public static var jira: ProviderID { "jira" }
    /// Jobadder.
    public static var jobadder: ProviderID { "jobadder" }
    /// Jobber.
    public static var jobber: ProviderID { "jobber" }
    /// Kakao.
    public static var kakao: ProviderID { "kakao" }
    /// Keap.
    public static var keap: ProviderID { "keap" }
    /// Kick.
    public static var kick: ProviderID { "kick" }
    /// Kit.
    public static var kit: ProviderID { "kit" }
    /// Klaviyo.
    public static var klaviyo: ProviderID { "klaviyo" }
    /// Klipfolio.
    public static var klipfolio: ProviderID { "klipfolio" }
    /// Lattice.
    public static var lattice: ProviderID { "lattice" }
    /// Leadfeeder.
    public static var leadfeeder: ProviderID { "leadfeeder" }
    /// LeadMagic.
    public static var leadmagic: ProviderID { "leadmagic" }
    /// Lemon Squeezy.
    public static var lemonSqueezy: ProviderID { "lemon-squeezy" }
    /// Lessonly.
    public static var lessonly: ProviderID { "lessonly" }
    /// Lever.
    public static var lever: ProviderID { "lever" }
    /// Lichess.
    public static var lichess: ProviderID { "lichess" }
    /// LINE.
    public static var line: ProviderID { "line" }
    /// Linear.
    public static var linear: ProviderID { "linear" }
    /// LinkedIn.
    public static var linkedin: ProviderID { "linkedin" }
    /// Livestorm.
    public static var livestorm: ProviderID { "livestorm" }
    /// Lob.
    public static var lob: ProviderID { "lob" }
    /// Lokalise.
    public static var lokalise: ProviderID { "lokalise" }
    /// Loop Returns.
    public static var loopReturns: ProviderID { "loop-returns" }
    /// Loops.so.
    public static var loopsSo: ProviderID { "loops-so" }
    /// Luma.
    public static var luma: ProviderID { "luma" }
    /// Mailchimp.
    public static var mailchimp: ProviderID { "mailchimp" }
    /// MailerLite.
    public static var mailerLite: ProviderID { "mailer-lite" }
    /// Mailercheck.
    public static var mailercheck: ProviderID { "mailercheck" }
    /// Mailgun.
    public static var mailgun: ProviderID { "mailgun" }
    /// Mailjet.
    public static var mailjet: ProviderID { "mailjet" }
    /// MailUp.
    public static var mailup: ProviderID { "mailup" }
    /// Manatal.
    public static var manatal: ProviderID { "manatal" }
    /// Meetup.
    public static var meetup: ProviderID { "meetup" }
    /// MeisterTask.
    public static var meistertask: ProviderID { "meistertask" }
    /// Mem.
    public static var mem: ProviderID { "mem" }
    /// Outlook Calendar.
    public static var microsoftCalendar: ProviderID { "microsoft-calendar" }
    /// Outlook.
    public static var microsoftOutlook: ProviderID { "microsoft-outlook" }
    /// Microsoft Planner.
    public static var microsoftPlanner: ProviderID { "microsoft-planner" }
    /// Microsoft Power BI.
    public static var microsoftPowerBi: ProviderID { "microsoft-power-bi" }
    /// SharePoint.
    public static var microsoftSharepoint: ProviderID { "microsoft-sharepoint" }
    /// Microsoft Teams.
    public static var microsoftTeams: ProviderID { "microsoft-teams" }
    /// Mindee.
    public static var mindee: ProviderID { "mindee" }
    /// Miro.
    public static var miro: ProviderID { "miro" }
    /// Mistral AI.
    public static var mistralAi: ProviderID { "mistral-ai" }
    /// Mixmax.
    public static var mixmax: ProviderID { "mixmax" }
    /// Mixpanel.
    public static var mixpanel: ProviderID { "mixpanel" }
    /// Monday.
    public static var monday: ProviderID { "monday" }
    /// Moonclerk.
    public static var moonclerk: ProviderID { "moonclerk" }
    /// Mural.
    public static var mural: ProviderID { "mural" }
    /// Murf AI.
    public static var murfApi: ProviderID { "murf-api" }
    /// MusicBrainz.
    public static var musicbrainz: ProviderID { "musicbrainz" }
    /// MYOB.
    public static var myob: ProviderID { "myob" }
    /// NationBuilder.
    public static var nationbuilder: ProviderID { "nationbuilder" }
    /// Naver.
    public static var naver: ProviderID { "naver" }
    /// Netlify.
    public static var netlify: ProviderID { "netlify" }
    /// Notion.
    public static var notion: ProviderID { "notion" }
    /// ntfy.
    public static var ntfy: ProviderID { "ntfy" }
    /// Okta.
    public static var okta: ProviderID { "okta" }
    /// Oncehub.
    public static var oncehub: ProviderID { "oncehub" }
    /// Onshape.
    public static var onshape: ProviderID { "onshape" }
    /// OpenRouter.
    public static var openRouter: ProviderID { "open-router" }
    /// OpenAI.
    public static var openai: ProviderID { "openai" }
    /// OpenAI (Admin).
    public static var openaiAdmin: ProviderID { "openai-admin" }
    /// OpenStreetMap.
    public static var openstreetmap: ProviderID { "openstreetmap" }
    /// ORCID.
    public static var orcid: ProviderID { "orcid" }
    /// Ordinal.
    public static var ordinal: ProviderID { "ordinal" }
    /// osu!.
    public static var osu: ProviderID { "osu" }
    /// Oura.
    public static var oura: ProviderID { "oura" }
    /// Outreach.
    public static var outreach: ProviderID { "outreach" }
    /// Paddle.
    public static var paddle: ProviderID { "paddle" }
    /// PagerDuty.
    public static var pagerduty: ProviderID { "pagerduty" }
    /// Pandadoc.
    public static var pandadoc: ProviderID { "pandadoc" }
    /// Paperform.
    public static var paperform: ProviderID { "paperform" }
    /// Parallel.
    public static var parallel: ProviderID { "parallel" }
    /// Patreon.
    public static var patreon: ProviderID { "patreon" }
    /// Pave.
    public static var pave: ProviderID { "pave" }
    /// PayPal.
    public static var paypal: ProviderID { "paypal" }
    /// PDFMonkey.
    public static var pdfmonkey: ProviderID { "pdfmonkey" }
    /// Pendo.
    public static var pendo: ProviderID { "pendo" }
    /// Pennylane.
    public static var pennylane: ProviderID { "pennylane" }
    /// Perdoo.
    public static var perdoo: ProviderID { "perdoo" }
    /// Perplexity.
    public static var perplexity: ProviderID { "perplexity" }
    /// PhantomBuster.
    public static var phantombuster: ProviderID { "phantombuster" }
    /// Phrase.
    public static var phrase: ProviderID { "phrase" }
    /// Pinterest.
    public static var pinterest: ProviderID { "pinterest" }
    /// Pipedream.
    public static var pipedream: ProviderID { "pipedream" }
    /// Pipedrive.
    public static var pipedrive: ProviderID { "pipedrive" }
    /// Placid.
    public static var placid: ProviderID { "placid" }
    /// Plain.
    public static var plain: ProviderID { "plain" }
    /// Planning Center Online.
    public static var planningCenterOnline: ProviderID { "planning-center-online" }
    /// Podio.
    public static var podio: ProviderID { "podio" }
    /// Podium.
    public static var podium: ProviderID { "podium" }
    /// Polar.
    public static var polar: ProviderID { "polar" }
    /// Postscript.
    public static var postscript: ProviderID { "postscript" }
    /// Procore.
    public static var procore: ProviderID { "procore" }
    /// Productboard.
    public static var productboard: ProviderID { "productboard" }
    /// Prospeo.
    public static var prospeo: ProviderID { "prospeo" }
    /// Pushbullet.
    public static var pushbullet: ProviderID { "pushbullet" }
    /// Pylon.
    public static var pylon: ProviderID { "pylon" }
    /// QuickBooks Online.
    public static var quickbooks: ProviderID { "quickbooks" }
    /// Qwilr.
    public static var qwilr: ProviderID { "qwilr" }
    /// Ragie AI.
    public static var ragieai: ProviderID { "ragieai" }
    /// Ramp.
    public static var ramp: ProviderID { "ramp" }
    /// Razorpay.
    public static var razorpay: ProviderID { "razorpay" }
    /// Readwise.
    public static var readwise: ProviderID { "readwise" }
    /// Recall.ai.
    public static var recallAi: ProviderID { "recall-ai" }
    /// Recharge.
    public static var recharge: ProviderID { "recharge" }
    /// Recruitcrm.
    public static var recruitcrm: ProviderID { "recruitcrm" }
    /// Recruiterflow.
    public static var recruiterflow: ProviderID { "recruiterflow" }
    /// Recurly.
    public static var recurly: ProviderID { "recurly" }
    /// Reddit.
    public static var reddit: ProviderID { "reddit" }
    /// Refiner.
    public static var refiner: ProviderID { "refiner" }
    /// Replicate.
    public static var replicate: ProviderID { "replicate" }
    /// Reply.io.
    public static var replyIo: ProviderID { "reply-io" }
    /// Resend.
    public static var resend: ProviderID { "resend" }
    /// Retell AI.
    public static var retellAi: ProviderID { "retell-ai" }
    /// RingCentral.
    public static var ringCentral: ProviderID { "ring-central" }
    /// Ringover.
    public static var ringover: ProviderID { "ringover" }
    /// Rippling.
    public static var rippling: ProviderID { "rippling" }
    /// Roblox.
    public static var roblox: ProviderID { "roblox" }
    /// Rocketlane.
    public static var rocketlane: ProviderID { "rocketlane" }
    /// RocketReach.
    public static var rocketreach: ProviderID { "rocketreach" }
    /// Rootly.
    public static var rootly: ProviderID { "rootly" }
    /// Sage.
    public static var sage: ProviderID { "sage" }
    /// Sage Intacct.
    public static var sageIntacct: ProviderID { "sage-intacct" }
    /// Salesflare.
    public static var salesflare: ProviderID { "salesflare" }
    /// Salesforce.
    public static var salesforce: ProviderID { "salesforce" }
    /// Salesloft.
    public static var salesloft: ProviderID { "salesloft" }
    /// SavvyCal.
    public static var savvycal: ProviderID { "savvycal" }
    /// Sellsy.
    public static var sellsy: ProviderID { "sellsy" }
    /// SendFox.
    public static var sendfox: ProviderID { "sendfox" }
    /// SendGrid.
    public static var sendgrid: ProviderID { "sendgrid" }
    /// ServiceM8.
    public static var servicem8: ProviderID { "servicem8" }
    /// ServiceNow.
    public static var servicenow: ProviderID { "servicenow" }
    /// Seznam.
    public static var seznamOauth2: ProviderID { "seznam-oauth2" }
    /// Shippo.
    public static var shippo: ProviderID { "shippo" }
    /// Shipstation.
    public static var shipstation: ProviderID { "shipstation" }
    /// Shopify.
    public static var shopify: ProviderID { "shopify" }
    /// Shortcut.
    public static var shortcut: ProviderID { "shortcut" }
    /// SignNow.
    public static var signnow: ProviderID { "signnow" }
    /// Slack.
    public static var slack: ProviderID { "slack" }
    /// Smartlead.ai.
    public static var smartleadAi: ProviderID { "smartlead-ai" }
    /// Smartrecruiters.
    public static var smartrecruiters: ProviderID { "smartrecruiters" }
    /// Smartsheet.
    public static var smartsheet: ProviderID { "smartsheet" }
    /// Snapchat Ads.
    public static var snapchat: ProviderID { "snapchat" }
    /// Snowflake.
    public static var snowflake: ProviderID { "snowflake" }
    /// Softr.
    public static var softr: ProviderID { "softr" }
    /// SoundCloud.
    public static var soundcloud: ProviderID { "soundcloud" }
    /// Splitwise.
    public static var splitwise: ProviderID { "splitwise" }
    /// Spotify.
    public static var spotify: ProviderID { "spotify" }
    /// Squarespace.
    public static var squarespace: ProviderID { "squarespace" }
    /// Square.
    public static var squareup: ProviderID { "squareup" }
    /// Stability AI.
    public static var stabilityAi: ProviderID { "stability-ai" }
    /// start.gg.
    public static var startgg: ProviderID { "startgg" }
    /// Statsig.
    public static var statsig: ProviderID { "statsig" }
    /// Stocktwits.
    public static var stocktwits: ProviderID { "stocktwits" }
    /// Store Leads.
    public static var storeLeads: ProviderID { "store-leads" }
    /// Strava.
    public static var strava: ProviderID { "strava" }
    /// Streak.
    public static var streak: ProviderID { "streak" }
    /// Stripe Connect.
    public static var stripe: ProviderID { "stripe" }
    /// Supabase.
    public static var supabase: ProviderID { "supabase" }
    /// SurveyMonkey.
    public static var surveyMonkey: ProviderID { "survey-monkey" }
    /// Tailscale.
    public static var tailscale: ProviderID { "tailscale" }
    /// Tally.
    public static var tally: ProviderID { "tally" }
    /// Tapfiliate.
    public static var tapfiliate: ProviderID { "tapfiliate" }
    /// Taskade.
    public static var taskade: ProviderID { "taskade" }
    /// Tavily.
    public static var tavily: ProviderID { "tavily" }
    /// Teamleader Focus.
    public static var teamleader: ProviderID { "teamleader" }
    /// Teamwork.com.
    public static var teamwork: ProviderID { "teamwork" }
    /// Telnyx.
    public static var telnyx: ProviderID { "telnyx" }
    /// Terraform.
    public static var terraform: ProviderID { "terraform" }
    /// TheirStack.
    public static var theirstack: ProviderID { "theirstack" }
    /// TickTick.
    public static var ticktick: ProviderID { "ticktick" }
    /// TidyCal.
    public static var tidycal: ProviderID { "tidycal" }
    /// TikTok.
    public static var tiktokPersonal: ProviderID { "tiktok-personal" }
    /// Timely.
    public static var timely: ProviderID { "timely" }
    /// Timetastic.
    public static var timetastic: ProviderID { "timetastic" }
    /// tl;dv.
    public static var tldv: ProviderID { "tldv" }
    /// Todoist.
    public static var todoist: ProviderID { "todoist" }
    /// Toggl Track.
    public static var toggl: ProviderID { "toggl" }
    /// Torii.
    public static var torii: ProviderID { "torii" }
    /// Trakt.
    public static var trakt: ProviderID { "trakt" }
    /// Trello.
    public static var trello: ProviderID { "trello" }
    /// Tremendous.
    public static var tremendous: ProviderID { "tremendous" }
    /// Triple Whale.
    public static var tripleWhale: ProviderID { "triple-whale" }
    /// Tumblr.
    public static var tumblr: ProviderID { "tumblr" }
    /// Twenty CRM.
    public static var twentyCrm: ProviderID { "twenty-crm" }
    /// Twilio.
    public static var twilio: ProviderID { "twilio" }
    /// Twitch.
    public static var twitch: ProviderID { "twitch" }
    /// X (Twitter).
    public static var twitter: ProviderID { "twitter" }
    /// Typeform.
    public static var typeform: ProviderID { "typeform" }
    /// Typefully.
    public static var typefully: ProviderID { "typefully" }
    /// Uber.
    public static var uber: ProviderID { "uber" }
    /// Unsplash.
    public static var unsplash: ProviderID { "unsplash" }
    /// Vapi.
    public static var vapi: ProviderID { "vapi" }
    /// Vercel.
    public static var vercel: ProviderID { "vercel" }
    /// VideoAsk.
    public static var videoask: ProviderID { "videoask" }
    /// Vimeo.
    public static var vimeo: ProviderID { "vimeo" }
    /// VirusTotal.
    public static var virusTotal: ProviderID { "virus-total" }
    /// Wakatime.
    public static var wakatime: ProviderID { "wakatime" }
    /// Wappalyzer.
    public static var wappalyzer: ProviderID { "wappalyzer" }
    /// Wave Accounting.
    public static var waveAccounting: ProviderID { "wave-accounting" }
    /// Wealthbox.
    public static var wealthbox: ProviderID { "wealthbox" }
    /// Webex.
    public static var webex: ProviderID { "webex" }
    /// Webflow.
    public static var webflow: ProviderID { "webflow" }
    /// Weekdone.
    public static var weekDone: ProviderID { "week-done" }
    /// Weibo.
    public static var weibo: ProviderID { "weibo" }
    /// WhatsApp Business.
    public static var whatsappBusiness: ProviderID { "whatsapp-business" }
    /// Whoop.
    public static var whoop: ProviderID { "whoop" }
    /// Wise.
    public static var wise: ProviderID { "wise" }
    /// Wiza.
    public static var wiza: ProviderID { "wiza" }
    /// Woodpecker.
    public static var woodpecker: ProviderID { "woodpecker" }
    /// WordPress.com.
    public static var wordpress: ProviderID { "wordpress" }
    /// Workpath.
    public static var workpath: ProviderID { "workpath" }
    /// Wrike.
    public static var wrike: ProviderID { "wrike" }
    /// Wufoo.
    public static var wufoo: ProviderID { "wufoo" }
    /// xAI.
    public static var xai: ProviderID { "xai" }
    /// Xero.
    public static var xero: ProviderID { "xero" }
    /// Yahoo.
    public static var yahoo: ProviderID { "yahoo" }
    /// Yandex.
    public static var yandex: ProviderID { "yandex" }
    /// YouCanBookMe.
    public static var youcanbookMe: ProviderID { "youcanbook-me" }
    /// YouTube.
    public static var youtube: ProviderID { "youtube" }
    /// Zendesk.
    public static var zendesk: ProviderID { "zendesk" }
    /// Zendesk Sell.
    public static var zendeskSell: ProviderID { "zendesk-sell" }
    /// Zeplin.
    public static var zeplin: ProviderID { "zeplin" }
    /// Zigpoll.
    public static var zigpoll: ProviderID { "zigpoll" }
    /// Zoho.
    public static var zoho: ProviderID { "zoho" }
    /// Zoho Books.
    public static var zohoBooks: ProviderID { "zoho-books" }
    /// Zoho CRM.
    public static var zohoCrm: ProviderID { "zoho-crm" }
    /// Zoho Desk.
    public static var zohoDesk: ProviderID { "zoho-desk" }
    /// Zoho Invoice.
    public static var zohoInvoice: ProviderID { "zoho-invoice" }
    /// Zoho Mail.
    public static var zohoMail: ProviderID { "zoho-mail" }
    /// Zoom.
    public static var zoom: ProviderID { "zoom" }
}

/// The scopes that the catalogue knows of each provider. Others are given as text.
public enum ProviderScopes {
    /// Of 23andMe.
    public enum N23andme {
        public static var analyses: String { "analyses" }
        public static var ancestry: String { "ancestry" }
        public static var basic: String { "basic" }
        public static var genomes: String { "genomes" }
        public static var haplogroups: String { "haplogroups" }
        public static var iXX: String { "iXX" }
        public static var names: String { "names" }
        public static var profileRead: String { "profile:read" }
        public static var profileWrite: String { "profile:write" }
        public static var publish: String { "publish" }
        public static var relatives: String { "relatives" }
        public static var relativesWrite: String { "relatives:write" }
        public static var rsXX: String { "rsXX" }
    }
    /// Of Acuity Scheduling.
    public enum AcuityScheduling {
        public static var apiV1: String { "api-v1" }
    }
    /// Of Adobe.
    public enum Adobe {
        public static var adobeID: String { "AdobeID" }
        public static var accImp: String { "acc_imp" }
        public static var additionalInfo: String { "additional_info" }
        public static var additionalInfoJobFunction: String { "additional_info.job_function" }
        public static var additionalInfoProjectedProductContext: String { "additional_info.projectedProductContext" }
        public static var additionalInfoRoles: String { "additional_info.roles" }
        public static var address: String { "address" }
        public static var adobeioApi: String { "adobeio_api" }
        public static var agreementRead: String { "agreement_read" }
        public static var agreementRetention: String { "agreement_retention" }
        public static var agreementSign: String { "agreement_sign" }
        public static var agreementVault: String { "agreement_vault" }
        public static var agreementWrite: String { "agreement_write" }
        public static var ccFiles: String { "cc_files" }
        public static var ccLibraries: String { "cc_libraries" }
        public static var cloudStorageCollabApi: String { "cloud_storage_collab_api" }
        public static var creativeSdk: String { "creative_sdk" }
        public static var email: String { "email" }
        public static var ffApis: String { "ff_apis" }
        public static var fireflyApi: String { "firefly_api" }
        public static var groupImp: String { "group_imp" }
        public static var libraryRead: String { "library_read" }
        public static var libraryWrite: String { "library_write" }
        public static var lrPartnerApis: String { "lr_partner_apis" }
        public static var lrPartnerRenditionApis: String { "lr_partner_rendition_apis" }
        public static var manageClientSecrets: String { "manage_client_secrets" }
        public static var offlineAccess: String { "offline_access" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
        public static var readClientSecret: String { "read_client_secret" }
        public static var readOrganizations: String { "read_organizations" }
        public static var session: String { "session" }
        public static var signAccountRead: String { "sign_account_read" }
        public static var signAccountWrite: String { "sign_account_write" }
        public static var signLibraryRead: String { "sign_library_read" }
        public static var signLibraryRetention: String { "sign_library_retention" }
        public static var signLibraryWrite: String { "sign_library_write" }
        public static var signOemUserImpersonate: String { "sign_oem_user_impersonate" }
        public static var signUserLogin: String { "sign_user_login" }
        public static var signUserRead: String { "sign_user_read" }
        public static var signUserWrite: String { "sign_user_write" }
        public static var signWebhookRead: String { "sign_webhook_read" }
        public static var signWebhookRetention: String { "sign_webhook_retention" }
        public static var signWebhookWrite: String { "sign_webhook_write" }
        public static var userLogin: String { "user_login" }
        public static var userManagementSdk: String { "user_management_sdk" }
        public static var userRead: String { "user_read" }
        public static var userWrite: String { "user_write" }
        public static var webhookRead: String { "webhook_read" }
        public static var webhookRetention: String { "webhook_retention" }
        public static var webhookWrite: String { "webhook_write" }
        public static var widgetRead: String { "widget_read" }
        public static var widgetWrite: String { "widget_write" }
        public static var workflowRead: String { "workflow_read" }
        public static var workflowWrite: String { "workflow_write" }
    }
    /// Of Aircall.
    public enum Aircall {
        public static var publicApi: String { "public_api" }
    }
    /// Of Airtable.
    public enum Airtable {
        public static var dataRecordCommentsRead: String { "data.recordComments:read" }
        public static var dataRecordCommentsWrite: String { "data.recordComments:write" }
        public static var dataRecordsRead: String { "data.records:read" }
        public static var dataRecordsWrite: String { "data.records:write" }
        public static var schemaBasesRead: String { "schema.bases:read" }
        public static var schemaBasesWrite: String { "schema.bases:write" }
        public static var userEmailRead: String { "user.email:read" }
        public static var workspacesAndBasesRead: String { "workspacesAndBases:read" }
    }
    /// Of Amazon.
    public enum Amazon {
        public static var postalCode: String { "postal_code" }
        public static var profile: String { "profile" }
        public static var profileUserId: String { "profile:user_id" }
    }
    /// Of Apaleo.
    public enum Apaleo {
        public static var accountCreate: String { "account.create" }
        public static var accountManage: String { "account.manage" }
        public static var accountRead: String { "account.read" }
        public static var accountSuspend: String { "account.suspend" }
        public static var accountingRead: String { "accounting.read" }
        public static var accountsRead: String { "accounts.read" }
        public static var admin: String { "admin" }
        public static var allowancesPost: String { "allowances.post" }
        public static var authorizationsManage: String { "authorizations.manage" }
        public static var authorizationsRead: String { "authorizations.read" }
        public static var availabilityManage: String { "availability.manage" }
        public static var availabilityRead: String { "availability.read" }
        public static var blocksCreate: String { "blocks.create" }
        public static var blocksManage: String { "blocks.manage" }
        public static var blocksRead: String { "blocks.read" }
        public static var bookingcomAdmin: String { "bookingcom:admin" }
        public static var captchaProtection: String { "captcha-protection" }
        public static var chargesCreate: String { "charges.create" }
        public static var chargesDelete: String { "charges.delete" }
        public static var chargesMove: String { "charges.move" }
        public static var companiesCreate: String { "companies.create" }
        public static var companiesManage: String { "companies.manage" }
        public static var companiesRead: String { "companies.read" }
        public static var configAdmin: String { "config:admin" }
        public static var consoleAdmin: String { "console:admin" }
        public static var depositItemsManage: String { "depositItems.manage" }
        public static var depositsManage: String { "deposits.manage" }
        public static var depositsRead: String { "deposits.read" }
        public static var distributionReservationsManage: String { "distribution:reservations.manage" }
        public static var distributionSubscriptionsManage: String { "distribution:subscriptions.manage" }
        public static var featuresToggle: String { "features.toggle" }
        public static var fiscalFonoaAdmin: String { "fiscal-fonoa:admin" }
        public static var fiscalInvopopAdmin: String { "fiscal-invopop:admin" }
        public static var fiscalPtAdmin: String { "fiscal-pt:admin" }
        public static var fiscalizationAdmin: String { "fiscalization:admin" }
        public static var fiscalizationConfigurationManage: String { "fiscalization:configuration.manage" }
        public static var fiscalizationConfigurationRead: String { "fiscalization:configuration.read" }
        public static var fiscalizationInvoicesManage: String { "fiscalization:invoices.manage" }
        public static var fiscalizationInvoicesRead: String { "fiscalization:invoices.read" }
        public static var fiscalizationReceiptsRead: String { "fiscalization:receipts.read" }
        public static var fiscalizationReportsRead: String { "fiscalization:reports.read" }
        public static var fiscalizationSnapshotsGet: String { "fiscalization:snapshots.get" }
        public static var foliosManage: String { "folios.manage" }
        public static var foliosManageNegativePayments: String { "folios.manage-negative-payments" }
        public static var foliosPaymentWithCharges: String { "folios.payment-with-charges" }
        public static var foliosRead: String { "folios.read" }
        public static var groupsCreate: String { "groups.create" }
        public static var groupsManage: String { "groups.manage" }
        public static var groupsRead: String { "groups.read" }
        public static var identityAccountUsersManage: String { "identity:account-users.manage" }
        public static var identityAccountUsersRead: String { "identity:account-users.read" }
        public static var identityAccountUsersScim: String { "identity:account-users.scim" }
        public static var identityClientsManage: String { "identity:clients.manage" }
        public static var identityDevelopmentClientsManage: String { "identity:development-clients.manage" }
        public static var identityExternalIdentityProvidersManage: String { "identity:external-identity-providers.manage" }
        public static var identityPermissions: String { "identity:permissions" }
        public static var identityRolesManage: String { "identity:roles.manage" }
        public static var identityRolesRead: String { "identity:roles.read" }
        public static var integrationUiIntegrationsAdmin: String { "integration:ui-integrations.admin" }
        public static var integrationUiIntegrationsManage: String { "integration:ui-integrations.manage" }
        public static var integrationUiOnly: String { "integration:ui-only" }
        public static var invoiceXxAdmin: String { "invoice-xx:admin" }
        public static var invoicesCreate: String { "invoices.create" }
        public static var invoicesManage: String { "invoices.manage" }
        public static var invoicesRead: String { "invoices.read" }
        public static var logsRead: String { "logs.read" }
        public static var maintenancesCreate: String { "maintenances.create" }
        public static var maintenancesDelete: String { "maintenances.delete" }
        public static var maintenancesManage: String { "maintenances.manage" }
        public static var maintenancesRead: String { "maintenances.read" }
        public static var mcpAdmin: String { "mcp:admin" }
        public static var mcpPrompts: String { "mcp:prompts" }
        public static var mcpResources: String { "mcp:resources" }
        public static var mcpTools: String { "mcp:tools" }
        public static var notificationsAdmin: String { "notifications:admin" }
        public static var notificationsSubscriptionsManage: String { "notifications:subscriptions.manage" }
        public static var offerIndexRead: String { "offer-index.read" }
        public static var offersRead: String { "offers.read" }
        public static var offlineAccess: String { "offline_access" }
        public static var openid: String { "openid" }
        public static var operationsChangeRoomState: String { "operations.change-room-state" }
        public static var operationsManage: String { "operations.manage" }
        public static var operationsRead: String { "operations.read" }
        public static var operationsTriggerNightAudit: String { "operations.trigger-night-audit" }
        public static var paymentAccountsManage: String { "payment-accounts.manage" }
        public static var paymentAccountsRead: String { "payment-accounts.read" }
        public static var paymentTasksCreate: String { "payment-tasks.create" }
        public static var paymentTasksManage: String { "payment-tasks.manage" }
        public static var paymentAdmin: String { "payment:admin" }
        public static var paymentCaptchaProtection: String { "payment:captcha-protection" }
        public static var paymentConfigurationManage: String { "payment:configuration.manage" }
        public static var paymentConfigurationRead: String { "payment:configuration.read" }
        public static var paymentInvoicesRead: String { "payment:invoices.read" }
        public static var paymentPaymentAccountManage: String { "payment:payment-account.manage" }
        public static var paymentPaymentLogsRead: String { "payment:payment-logs.read" }
        public static var paymentReportsRead: String { "payment:reports.read" }
        public static var paymentTransactionsManage: String { "payment:transactions.manage" }
        public static var paymentTransactionsRead: String { "payment:transactions.read" }
        public static var paymentsAdmin: String { "payments.admin" }
        public static var paymentsCreate: String { "payments.create" }
        public static var paymentsManage: String { "payments.manage" }
        public static var paymentsRead: String { "payments.read" }
        public static var prepaymentNoticesRead: String { "prepayment-notices.read" }
        public static var profile: String { "profile" }
        public static var profileManage: String { "profile:manage" }
        public static var profileRead: String { "profile:read" }
        public static var propertiesCreate: String { "properties.create" }
        public static var propertiesManage: String { "properties.manage" }
        public static var propertiesRead: String { "properties.read" }
        public static var rateplansCreate: String { "rateplans.create" }
        public static var rateplansDelete: String { "rateplans.delete" }
        public static var rateplansManage: String { "rateplans.manage" }
        public static var rateplansRead: String { "rateplans.read" }
        public static var rateplansReadCorporate: String { "rateplans.read-corporate" }
        public static var rateplansReadNegotiated: String { "rateplans.read-negotiated" }
        public static var ratesDelete: String { "rates.delete" }
        public static var ratesManage: String { "rates.manage" }
        public static var ratesRead: String { "rates.read" }
        public static var receiptAtAdmin: String { "receipt-at:admin" }
        public static var receiptDeAdmin: String { "receipt-de:admin" }
        public static var receiptDeConfigurationManage: String { "receipt-de:configuration.manage" }
        public static var receiptDeReceiptsRead: String { "receipt-de:receipts.read" }
        public static var receiptDeSnapshotsGet: String { "receipt-de:snapshots.get" }
        public static var receiptFrAdmin: String { "receipt-fr:admin" }
        public static var receiptKpAdmin: String { "receipt-kp:admin" }
        public static var refundsCreate: String { "refunds.create" }
        public static var renderingAdmin: String { "rendering:admin" }
        public static var renderingManageConfiguration: String { "rendering:manage-configuration" }
        public static var renderingReadConfiguration: String { "rendering:read-configuration" }
        public static var renderingRenderInvoice: String { "rendering:render-invoice" }
        public static var renderingUploadLogo: String { "rendering:upload-logo" }
        public static var reportingReportsRead: String { "reporting:reports.read" }
        public static var reportsRead: String { "reports.read" }
        public static var reservationsAssignUnit: String { "reservations.assign-unit" }
        public static var reservationsCreate: String { "reservations.create" }
        public static var reservationsForceCreate: String { "reservations.force-create" }
        public static var reservationsForceManage: String { "reservations.force-manage" }
        public static var reservationsImport: String { "reservations.import" }
        public static var reservationsManage: String { "reservations.manage" }
        public static var reservationsRead: String { "reservations.read" }
        public static var routingsCreate: String { "routings.create" }
        public static var routingsManage: String { "routings.manage" }
        public static var routingsRead: String { "routings.read" }
        public static var schedulerAutomationManage: String { "scheduler:automation.manage" }
        public static var schedulerAutomationRead: String { "scheduler:automation.read" }
        public static var servicegroupsCreate: String { "servicegroups.create" }
        public static var servicegroupsManage: String { "servicegroups.manage" }
        public static var servicegroupsRead: String { "servicegroups.read" }
        public static var servicesCreate: String { "services.create" }
        public static var servicesManage: String { "services.manage" }
    }
    /// Of Asana.
    public enum Asana {
        public static var attachmentsDelete: String { "attachments:delete" }
        public static var attachmentsRead: String { "attachments:read" }
        public static var attachmentsWrite: String { "attachments:write" }
        public static var customFieldsRead: String { "custom_fields:read" }
        public static var customFieldsWrite: String { "custom_fields:write" }
        public static var `default`: String { "default" }
        public static var email: String { "email" }
        public static var goalsRead: String { "goals:read" }
        public static var jobsRead: String { "jobs:read" }
        public static var oooEntriesDelete: String { "ooo_entries:delete" }
        public static var oooEntriesRead: String { "ooo_entries:read" }
        public static var oooEntriesWrite: String { "ooo_entries:write" }
        public static var openid: String { "openid" }
        public static var portfoliosRead: String { "portfolios:read" }
        public static var portfoliosWrite: String { "portfolios:write" }
        public static var profile: String { "profile" }
        public static var projectPortfolioSettingsRead: String { "project_portfolio_settings:read" }
        public static var projectPortfolioSettingsWrite: String { "project_portfolio_settings:write" }
        public static var projectTemplatesRead: String { "project_templates:read" }
        public static var projectsDelete: String { "projects:delete" }
        public static var projectsRead: String { "projects:read" }
        public static var projectsWrite: String { "projects:write" }
        public static var rolesDelete: String { "roles:delete" }
        public static var rolesRead: String { "roles:read" }
        public static var rolesWrite: String { "roles:write" }
        public static var storiesRead: String { "stories:read" }
        public static var storiesWrite: String { "stories:write" }
        public static var tagsRead: String { "tags:read" }
        public static var tagsWrite: String { "tags:write" }
        public static var taskTemplatesRead: String { "task_templates:read" }
        public static var tasksDelete: String { "tasks:delete" }
        public static var tasksRead: String { "tasks:read" }
        public static var tasksWrite: String { "tasks:write" }
        public static var teamMembershipsRead: String { "team_memberships:read" }
        public static var teamsRead: String { "teams:read" }
        public static var timeTrackingCategoriesDelete: String { "time_tracking_categories:delete" }
        public static var timeTrackingCategoriesRead: String { "time_tracking_categories:read" }
        public static var timeTrackingCategoriesWrite: String { "time_tracking_categories:write" }
        public static var timeTrackingEntriesRead: String { "time_tracking_entries:read" }
        public static var timesheetApprovalStatusesRead: String { "timesheet_approval_statuses:read" }
        public static var timesheetApprovalStatusesWrite: String { "timesheet_approval_statuses:write" }
        public static var usersRead: String { "users:read" }
        public static var webhooksDelete: String { "webhooks:delete" }
        public static var webhooksRead: String { "webhooks:read" }
        public static var webhooksWrite: String { "webhooks:write" }
        public static var workspacesTypeaheadRead: String { "workspaces.typeahead:read" }
        public static var workspacesRead: String { "workspaces:read" }
    }
    /// Of Atlassian.
    public enum Atlassian {
        public static var address: String { "address" }
        public static var createdAt: String { "created_at" }
        public static var deleteAsyncTaskJira: String { "delete:async-task:jira" }
        public static var deleteAttachmentConfluence: String { "delete:attachment:confluence" }
        public static var deleteAttachmentJira: String { "delete:attachment:jira" }
        public static var deleteAvatarJira: String { "delete:avatar:jira" }
        public static var deleteBlogpostConfluence: String { "delete:blogpost:confluence" }
        public static var deleteCmdbAttributeJira: String { "delete:cmdb-attribute:jira" }
        public static var deleteCmdbObjectJira: String { "delete:cmdb-object:jira" }
        public static var deleteCmdbSchemaJira: String { "delete:cmdb-schema:jira" }
        public static var deleteCmdbTypeJira: String { "delete:cmdb-type:jira" }
        public static var deleteCommentPropertyJira: String { "delete:comment.property:jira" }
        public static var deleteCommentConfluence: String { "delete:comment:confluence" }
        public static var deleteCommentJira: String { "delete:comment:jira" }
        public static var deleteContentConfluence: String { "delete:content:confluence" }
        public static var deleteCustomContentConfluence: String { "delete:custom-content:confluence" }
        public static var deleteCustomerDetailFieldJiraServiceManagement: String { "delete:customer.detail-field:jira-service-management" }
        public static var deleteDashboardPropertyJira: String { "delete:dashboard.property:jira" }
        public static var deleteDashboardJira: String { "delete:dashboard:jira" }
        public static var deleteDatabaseConfluence: String { "delete:database:confluence" }
        public static var deleteEmbedConfluence: String { "delete:embed:confluence" }
        public static var deleteEntitlementDetailFieldJiraServiceManagement: String { "delete:entitlement.detail-field:jira-service-management" }
        public static var deleteEntitlementJiraServiceManagement: String { "delete:entitlement:jira-service-management" }
        public static var deleteFieldConfigurationSchemeJira: String { "delete:field-configuration-scheme:jira" }
        public static var deleteFieldConfigurationJira: String { "delete:field-configuration:jira" }
        public static var deleteFieldOptionJira: String { "delete:field.option:jira" }
        public static var deleteFieldJira: String { "delete:field:jira" }
        public static var deleteFilterColumnJira: String { "delete:filter.column:jira" }
        public static var deleteFilterJira: String { "delete:filter:jira" }
        public static var deleteFolderConfluence: String { "delete:folder:confluence" }
        public static var deleteGroupJira: String { "delete:group:jira" }
        public static var deleteIssueLinkTypeJira: String { "delete:issue-link-type:jira" }
        public static var deleteIssueLinkJira: String { "delete:issue-link:jira" }
        public static var deleteIssueTypeSchemeJira: String { "delete:issue-type-scheme:jira" }
        public static var deleteIssueTypeScreenSchemeJira: String { "delete:issue-type-screen-scheme:jira" }
        public static var deleteIssueTypePropertyJira: String { "delete:issue-type.property:jira" }
        public static var deleteIssueTypeJira: String { "delete:issue-type:jira" }
        public static var deleteIssueWorklogPropertyJira: String { "delete:issue-worklog.property:jira" }
        public static var deleteIssueWorklogJira: String { "delete:issue-worklog:jira" }
        public static var deleteIssuePropertyJira: String { "delete:issue.property:jira" }
        public static var deleteIssueRemoteLinkJira: String { "delete:issue.remote-link:jira" }
        public static var deleteIssueJira: String { "delete:issue:jira" }
        public static var deleteOrganizationDetailFieldJiraServiceManagement: String { "delete:organization.detail-field:jira-service-management" }
        public static var deleteOrganizationPropertyJiraServiceManagement: String { "delete:organization.property:jira-service-management" }
        public static var deleteOrganizationUserJiraServiceManagement: String { "delete:organization.user:jira-service-management" }
        public static var deleteOrganizationJiraServiceManagement: String { "delete:organization:jira-service-management" }
        public static var deletePageConfluence: String { "delete:page:confluence" }
        public static var deletePermissionSchemeJira: String { "delete:permission-scheme:jira" }
        public static var deletePermissionJira: String { "delete:permission:jira" }
        public static var deleteProductJiraServiceManagement: String { "delete:product:jira-service-management" }
        public static var deleteProjectCategoryJira: String { "delete:project-category:jira" }
        public static var deleteProjectRoleJira: String { "delete:project-role:jira" }
        public static var deleteProjectVersionJira: String { "delete:project-version:jira" }
        public static var deleteProjectAvatarJira: String { "delete:project.avatar:jira" }
        public static var deleteProjectComponentJira: String { "delete:project.component:jira" }
        public static var deleteProjectPropertyJira: String { "delete:project.property:jira" }
        public static var deleteProjectJira: String { "delete:project:jira" }
        public static var deleteRequestFeedbackJiraServiceManagement: String { "delete:request.feedback:jira-service-management" }
        public static var deleteRequestNotificationJiraServiceManagement: String { "delete:request.notification:jira-service-management" }
        public static var deleteRequestParticipantJiraServiceManagement: String { "delete:request.participant:jira-service-management" }
        public static var deleteRequesttypePropertyJiraServiceManagement: String { "delete:requesttype.property:jira-service-management" }
        public static var deleteScreenSchemeJira: String { "delete:screen-scheme:jira" }
        public static var deleteScreenTabJira: String { "delete:screen-tab:jira" }
        public static var deleteScreenJira: String { "delete:screen:jira" }
        public static var deleteScreenableFieldJira: String { "delete:screenable-field:jira" }
        public static var deleteServicedeskCustomerJiraServiceManagement: String { "delete:servicedesk.customer:jira-service-management" }
        public static var deleteServicedeskOrganizationJiraServiceManagement: String { "delete:servicedesk.organization:jira-service-management" }
        public static var deleteServicedeskPropertyJiraServiceManagement: String { "delete:servicedesk.property:jira-service-management" }
        public static var deleteSpaceConfluence: String { "delete:space:confluence" }
        public static var deleteUserConfigurationJira: String { "delete:user-configuration:jira" }
        public static var deleteUserPropertyJira: String { "delete:user.property:jira" }
        public static var deleteWebhookJira: String { "delete:webhook:jira" }
        public static var deleteWhiteboardConfluence: String { "delete:whiteboard:confluence" }
        public static var deleteWorkflowSchemeJira: String { "delete:workflow-scheme:jira" }
        public static var deleteWorkflowPropertyJira: String { "delete:workflow.property:jira" }
        public static var deleteWorkflowJira: String { "delete:workflow:jira" }
        public static var email: String { "email" }
        public static var emailVerified: String { "email_verified" }
        public static var familyName: String { "family_name" }
        public static var givenName: String { "given_name" }
        public static var identities: String { "identities" }
        public static var importImportConfigurationCmdb: String { "import:import-configuration:cmdb" }
        public static var manageConfluenceConfiguration: String { "manage:confluence-configuration" }
        public static var manageJiraConfiguration: String { "manage:jira-configuration" }
        public static var manageJiraProject: String { "manage:jira-project" }
        public static var manageJiraWebhook: String { "manage:jira-webhook" }
        public static var manageServicedeskCustomer: String { "manage:servicedesk-customer" }
        public static var name: String { "name" }
        public static var nickname: String { "nickname" }
        public static var offlineAccess: String { "offline_access" }
        public static var openid: String { "openid" }
        public static var phone: String { "phone" }
        public static var picture: String { "picture" }
        public static var profile: String { "profile" }
        public static var readAnalyticsContentConfluence: String { "read:analytics.content:confluence" }
        public static var readApplicationRoleJira: String { "read:application-role:jira" }
        public static var readAttachmentConfluence: String { "read:attachment:confluence" }
        public static var readAttachmentJira: String { "read:attachment:jira" }
        public static var readAuditLogConfluence: String { "read:audit-log:confluence" }
        public static var readAuditLogJira: String { "read:audit-log:jira" }
        public static var readAvatarJira: String { "read:avatar:jira" }
        public static var readBlogpostConfluence: String { "read:blogpost:confluence" }
        public static var readCmdbAttributeJira: String { "read:cmdb-attribute:jira" }
        public static var readCmdbIconJira: String { "read:cmdb-icon:jira" }
        public static var readCmdbObjectJira: String { "read:cmdb-object:jira" }
        public static var readCmdbSchemaJira: String { "read:cmdb-schema:jira" }
        public static var readCmdbTypeJira: String { "read:cmdb-type:jira" }
        public static var readCommentPropertyJira: String { "read:comment.property:jira" }
        public static var readCommentConfluence: String { "read:comment:confluence" }
        public static var readCommentJira: String { "read:comment:jira" }
        public static var readConfigurationConfluence: String { "read:configuration:confluence" }
        public static var readConfluenceContentAll: String { "read:confluence-content.all" }
        public static var readConfluenceContentPermission: String { "read:confluence-content.permission" }
        public static var readConfluenceContentSummary: String { "read:confluence-content.summary" }
        public static var readConfluenceGroups: String { "read:confluence-groups" }
        public static var readConfluenceProps: String { "read:confluence-props" }
        public static var readConfluenceSpaceSummary: String { "read:confluence-space.summary" }
        public static var readConfluenceUser: String { "read:confluence-user" }
        public static var readContentDetailsConfluence: String { "read:content-details:confluence" }
        public static var readContentMetadataConfluence: String { "read:content.metadata:confluence" }
        public static var readContentPermissionConfluence: String { "read:content.permission:confluence" }
        public static var readContentPropertyConfluence: String { "read:content.property:confluence" }
        public static var readContentRestrictionConfluence: String { "read:content.restriction:confluence" }
        public static var readContentConfluence: String { "read:content:confluence" }
        public static var readCustomContentConfluence: String { "read:custom-content:confluence" }
        public static var readCustomFieldContextualConfigurationJira: String { "read:custom-field-contextual-configuration:jira" }
        public static var readCustomerDetailFieldJiraServiceManagement: String { "read:customer.detail-field:jira-service-management" }
        public static var readCustomerDetailJiraServiceManagement: String { "read:customer.detail:jira-service-management" }
        public static var readCustomerEntitlementJiraServiceManagement: String { "read:customer:entitlement:jira-service-management" }
        public static var readCustomerJiraServiceManagement: String { "read:customer:jira-service-management" }
        public static var readDashboardPropertyJira: String { "read:dashboard.property:jira" }
        public static var readDashboardJira: String { "read:dashboard:jira" }
        public static var readDatabaseConfluence: String { "read:database:confluence" }
        public static var readEmailAddressConfluence: String { "read:email-address:confluence" }
        public static var readEmailAddressJira: String { "read:email-address:jira" }
        public static var readEmbedConfluence: String { "read:embed:confluence" }
        public static var readEntitlementDetailFieldJiraServiceManagement: String { "read:entitlement.detail-field:jira-service-management" }
        public static var readEntitlementDetailJiraServiceManagement: String { "read:entitlement.detail:jira-service-management" }
        public static var readEntitlementJiraServiceManagement: String { "read:entitlement:jira-service-management" }
        public static var readFieldConfigurationSchemeJira: String { "read:field-configuration-scheme:jira" }
        public static var readFieldConfigurationJira: String { "read:field-configuration:jira" }
        public static var readFieldDefaultValueJira: String { "read:field.default-value:jira" }
        public static var readFieldOptionJira: String { "read:field.option:jira" }
        public static var readFieldOptionsJira: String { "read:field.options:jira" }
        public static var readFieldJira: String { "read:field:jira" }
        public static var readFilterColumnJira: String { "read:filter.column:jira" }
        public static var readFilterDefaultShareScopeJira: String { "read:filter.default-share-scope:jira" }
        public static var readFilterJira: String { "read:filter:jira" }
        public static var readFolderConfluence: String { "read:folder:confluence" }
        public static var readGroupConfluence: String { "read:group:confluence" }
    }
    /// Of Attio.
    public enum Attio {
        public static var mcp: String { "mcp" }
        public static var offlineAccess: String { "offline_access" }
        public static var openid: String { "openid" }
    }
    /// Of Auth0.
    public enum Auth0 {
        public static var address: String { "address" }
        public static var createActions: String { "create:actions" }
        public static var createAuthenticationMethods: String { "create:authentication_methods" }
        public static var createClientCredentials: String { "create:client_credentials" }
        public static var createClientGrants: String { "create:client_grants" }
        public static var createClients: String { "create:clients" }
        public static var createConnectionProfiles: String { "create:connection_profiles" }
        public static var createConnections: String { "create:connections" }
        public static var createConnectionsKeys: String { "create:connections_keys" }
        public static var createCurrentUserDeviceCredentials: String { "create:current_user_device_credentials" }
        public static var createCustomDomains: String { "create:custom_domains" }
        public static var createCustomSigningKeys: String { "create:custom_signing_keys" }
        public static var createDirectoryProvisionings: String { "create:directory_provisionings" }
        public static var createEmailProvider: String { "create:email_provider" }
        public static var createEmailTemplates: String { "create:email_templates" }
        public static var createEncryptionKeys: String { "create:encryption_keys" }
        public static var createEventStreams: String { "create:event_streams" }
        public static var createFlows: String { "create:flows" }
        public static var createFlowsVaultConnections: String { "create:flows_vault_connections" }
        public static var createForms: String { "create:forms" }
        public static var createGuardianEnrollmentTickets: String { "create:guardian_enrollment_tickets" }
        public static var createHooks: String { "create:hooks" }
        public static var createLogStreams: String { "create:log_streams" }
        public static var createNetworkAcls: String { "create:network_acls" }
        public static var createOrganizationClientGrants: String { "create:organization_client_grants" }
        public static var createOrganizationConnections: String { "create:organization_connections" }
        public static var createOrganizationDiscoveryDomains: String { "create:organization_discovery_domains" }
        public static var createOrganizationInvitations: String { "create:organization_invitations" }
        public static var createOrganizationMemberRoles: String { "create:organization_member_roles" }
        public static var createOrganizationMembers: String { "create:organization_members" }
        public static var createOrganizations: String { "create:organizations" }
        public static var createPhoneProviders: String { "create:phone_providers" }
        public static var createPhoneTemplates: String { "create:phone_templates" }
        public static var createResourceServers: String { "create:resource_servers" }
        public static var createRoleMembers: String { "create:role_members" }
        public static var createRoles: String { "create:roles" }
        public static var createRules: String { "create:rules" }
        public static var createScimConfig: String { "create:scim_config" }
        public static var createScimToken: String { "create:scim_token" }
        public static var createSelfServiceProfiles: String { "create:self_service_profiles" }
        public static var createSigningKeys: String { "create:signing_keys" }
        public static var createSsoAccessTickets: String { "create:sso_access_tickets" }
        public static var createTokenExchangeProfiles: String { "create:token_exchange_profiles" }
        public static var createUserAttributeProfiles: String { "create:user_attribute_profiles" }
        public static var createUserTickets: String { "create:user_tickets" }
        public static var createUsers: String { "create:users" }
        public static var createVdcsTemplates: String { "create:vdcs_templates" }
        public static var deleteActions: String { "delete:actions" }
        public static var deleteAnomalyBlocks: String { "delete:anomaly_blocks" }
        public static var deleteAuthenticationMethods: String { "delete:authentication_methods" }
        public static var deleteBranding: String { "delete:branding" }
        public static var deleteClientCredentials: String { "delete:client_credentials" }
        public static var deleteClientGrants: String { "delete:client_grants" }
        public static var deleteClients: String { "delete:clients" }
        public static var deleteConnectionProfiles: String { "delete:connection_profiles" }
        public static var deleteConnections: String { "delete:connections" }
        public static var deleteCurrentUser: String { "delete:current_user" }
        public static var deleteCurrentUserDeviceCredentials: String { "delete:current_user_device_credentials" }
        public static var deleteCustomDomains: String { "delete:custom_domains" }
        public static var deleteCustomSigningKeys: String { "delete:custom_signing_keys" }
        public static var deleteDeviceCredentials: String { "delete:device_credentials" }
        public static var deleteDirectoryProvisionings: String { "delete:directory_provisionings" }
        public static var deleteEmailProvider: String { "delete:email_provider" }
        public static var deleteEncryptionKeys: String { "delete:encryption_keys" }
        public static var deleteEventStreams: String { "delete:event_streams" }
        public static var deleteFederatedConnectionsTokens: String { "delete:federated_connections_tokens" }
        public static var deleteFlows: String { "delete:flows" }
        public static var deleteFlowsExecutions: String { "delete:flows_executions" }
        public static var deleteFlowsVaultConnections: String { "delete:flows_vault_connections" }
        public static var deleteForms: String { "delete:forms" }
        public static var deleteGrants: String { "delete:grants" }
        public static var deleteGroups: String { "delete:groups" }
        public static var deleteGuardianEnrollments: String { "delete:guardian_enrollments" }
        public static var deleteHooks: String { "delete:hooks" }
        public static var deleteLogStreams: String { "delete:log_streams" }
        public static var deleteNetworkAcls: String { "delete:network_acls" }
        public static var deleteOrganizationClientGrants: String { "delete:organization_client_grants" }
        public static var deleteOrganizationConnections: String { "delete:organization_connections" }
        public static var deleteOrganizationDiscoveryDomains: String { "delete:organization_discovery_domains" }
        public static var deleteOrganizationInvitations: String { "delete:organization_invitations" }
        public static var deleteOrganizationMemberRoles: String { "delete:organization_member_roles" }
        public static var deleteOrganizationMembers: String { "delete:organization_members" }
        public static var deleteOrganizations: String { "delete:organizations" }
        public static var deletePhoneProviders: String { "delete:phone_providers" }
        public static var deletePhoneTemplates: String { "delete:phone_templates" }
        public static var deleteRefreshTokens: String { "delete:refresh_tokens" }
        public static var deleteResourceServers: String { "delete:resource_servers" }
        public static var deleteRoleMembers: String { "delete:role_members" }
        public static var deleteRoles: String { "delete:roles" }
        public static var deleteRules: String { "delete:rules" }
        public static var deleteRulesConfigs: String { "delete:rules_configs" }
        public static var deleteScimConfig: String { "delete:scim_config" }
        public static var deleteScimToken: String { "delete:scim_token" }
        public static var deleteSelfServiceProfiles: String { "delete:self_service_profiles" }
        public static var deleteSessions: String { "delete:sessions" }
        public static var deleteSsoAccessTickets: String { "delete:sso_access_tickets" }
        public static var deleteTokenExchangeProfiles: String { "delete:token_exchange_profiles" }
        public static var deleteUserAttributeProfiles: String { "delete:user_attribute_profiles" }
        public static var deleteUsers: String { "delete:users" }
        public static var deleteVdcsTemplates: String { "delete:vdcs_templates" }
        public static var email: String { "email" }
        public static var offlineAccess: String { "offline_access" }
        public static var openid: String { "openid" }
        public static var phone: String { "phone" }
        public static var profile: String { "profile" }
        public static var readActions: String { "read:actions" }
        public static var readAnomalyBlocks: String { "read:anomaly_blocks" }
        public static var readAttackProtection: String { "read:attack_protection" }
        public static var readAuthenticationMethods: String { "read:authentication_methods" }
        public static var readBranding: String { "read:branding" }
        public static var readClientCredentials: String { "read:client_credentials" }
        public static var readClientGrants: String { "read:client_grants" }
        public static var readClientKeys: String { "read:client_keys" }
        public static var readClientSummary: String { "read:client_summary" }
        public static var readClients: String { "read:clients" }
        public static var readConnectionProfiles: String { "read:connection_profiles" }
        public static var readConnections: String { "read:connections" }
        public static var readConnectionsKeys: String { "read:connections_keys" }
        public static var readCurrentUser: String { "read:current_user" }
        public static var readCustomDomains: String { "read:custom_domains" }
        public static var readCustomSigningKeys: String { "read:custom_signing_keys" }
        public static var readDeviceCredentials: String { "read:device_credentials" }
        public static var readDirectoryProvisionings: String { "read:directory_provisionings" }
        public static var readEmailProvider: String { "read:email_provider" }
        public static var readEmailTemplates: String { "read:email_templates" }
        public static var readEncryptionKeys: String { "read:encryption_keys" }
        public static var readEventDeliveries: String { "read:event_deliveries" }
        public static var readEventStreams: String { "read:event_streams" }
        public static var readEvents: String { "read:events" }
        public static var readFederatedConnectionsTokens: String { "read:federated_connections_tokens" }
        public static var readFlows: String { "read:flows" }
        public static var readFlowsExecutions: String { "read:flows_executions" }
        public static var readFlowsVaultConnections: String { "read:flows_vault_connections" }
        public static var readForms: String { "read:forms" }
        public static var readGrants: String { "read:grants" }
        public static var readGroupMembers: String { "read:group_members" }
        public static var readGroups: String { "read:groups" }
        public static var readGuardianEnrollments: String { "read:guardian_enrollments" }
        public static var readGuardianFactors: String { "read:guardian_factors" }
        public static var readHooks: String { "read:hooks" }
        public static var readLogStreams: String { "read:log_streams" }
        public static var readLogs: String { "read:logs" }
        public static var readLogsUsers: String { "read:logs_users" }
        public static var readMfaPolicies: String { "read:mfa_policies" }
        public static var readNetworkAcls: String { "read:network_acls" }
        public static var readOrganizationClientGrants: String { "read:organization_client_grants" }
        public static var readOrganizationConnections: String { "read:organization_connections" }
        public static var readOrganizationDiscoveryDomains: String { "read:organization_discovery_domains" }
        public static var readOrganizationInvitations: String { "read:organization_invitations" }
        public static var readOrganizationMemberRoles: String { "read:organization_member_roles" }
    }
    /// Of Autodesk.
    public enum Autodesk {
        public static var accountRead: String { "account:read" }
        public static var accountWrite: String { "account:write" }
        public static var bucketCreate: String { "bucket:create" }
        public static var bucketDelete: String { "bucket:delete" }
        public static var bucketRead: String { "bucket:read" }
        public static var bucketUpdate: String { "bucket:update" }
        public static var codeAll: String { "code:all" }
        public static var dataCreate: String { "data:create" }
        public static var dataRead: String { "data:read" }
        public static var dataSearch: String { "data:search" }
        public static var dataWrite: String { "data:write" }
        public static var openid: String { "openid" }
        public static var userProfileRead: String { "user-profile:read" }
        public static var userRead: String { "user:read" }
        public static var userWrite: String { "user:write" }
        public static var viewablesRead: String { "viewables:read" }
    }
    /// Of Battle.net.
    public enum Battlenet {
        public static var wowProfile: String { "wow.profile" }
    }
    /// Of Bexio.
    public enum Bexio {
        public static var accounting: String { "accounting" }
        public static var articleEdit: String { "article_edit" }
        public static var articleShow: String { "article_show" }
        public static var contactEdit: String { "contact_edit" }
        public static var contactShow: String { "contact_show" }
        public static var email: String { "email" }
        public static var file: String { "file" }
        public static var kbInvoiceEdit: String { "kb_invoice_edit" }
        public static var kbInvoiceShow: String { "kb_invoice_show" }
        public static var kbOfferEdit: String { "kb_offer_edit" }
        public static var kbOfferShow: String { "kb_offer_show" }
        public static var kbOrderEdit: String { "kb_order_edit" }
        public static var kbOrderShow: String { "kb_order_show" }
        public static var monitoringEdit: String { "monitoring_edit" }
        public static var offlineAccess: String { "offline_access" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
        public static var projectEdit: String { "project_edit" }
        public static var projectShow: String { "project_show" }
        public static var taskShow: String { "task_show" }
    }
    /// Of Bitbucket.
    public enum Bitbucket {
        public static var account: String { "account" }
        public static var accountWrite: String { "account:write" }
        public static var email: String { "email" }
        public static var issue: String { "issue" }
        public static var issueWrite: String { "issue:write" }
        public static var pipeline: String { "pipeline" }
        public static var pipelineVariable: String { "pipeline:variable" }
        public static var pipelineWrite: String { "pipeline:write" }
        public static var project: String { "project" }
        public static var projectAdmin: String { "project:admin" }
        public static var pullrequest: String { "pullrequest" }
        public static var pullrequestWrite: String { "pullrequest:write" }
        public static var repository: String { "repository" }
        public static var repositoryAdmin: String { "repository:admin" }
        public static var repositoryDelete: String { "repository:delete" }
        public static var repositoryWrite: String { "repository:write" }
        public static var runner: String { "runner" }
        public static var runnerWrite: String { "runner:write" }
        public static var snippet: String { "snippet" }
        public static var snippetWrite: String { "snippet:write" }
        public static var webhook: String { "webhook" }
        public static var wiki: String { "wiki" }
    }
    /// Of Blackbaud.
    public enum Blackbaud {
        public static var altrD: String { "altr.d" }
        public static var altrR: String { "altr.r" }
        public static var altrW: String { "altr.w" }
        public static var donfR: String { "donf.r" }
        public static var ecrmD: String { "ecrm.d" }
        public static var ecrmR: String { "ecrm.r" }
        public static var ecrmW: String { "ecrm.w" }
        public static var edukD: String { "eduk.d" }
        public static var edukR: String { "eduk.r" }
        public static var edukW: String { "eduk.w" }
        public static var edukWhk: String { "eduk.whk" }
        public static var fnxtD: String { "fnxt.d" }
        public static var fnxtR: String { "fnxt.r" }
        public static var fnxtW: String { "fnxt.w" }
        public static var gmklR: String { "gmkl.r" }
        public static var gmklW: String { "gmkl.w" }
        public static var grncD: String { "grnc.d" }
        public static var grncR: String { "grnc.r" }
        public static var grncW: String { "grnc.w" }
        public static var jgdaR: String { "jgda.r" }
        public static var mrchR: String { "mrch.r" }
        public static var mrchW: String { "mrch.w" }
        public static var mrchWhk: String { "mrch.whk" }
        public static var pkapR: String { "pkap.r" }
        public static var rnxtD: String { "rnxt.d" }
        public static var rnxtR: String { "rnxt.r" }
        public static var rnxtW: String { "rnxt.w" }
        public static var rnxtWhk: String { "rnxt.whk" }
    }
    /// Of BoldSign.
    public enum Boldsign {
        public static var boldSignContactsAll: String { "BoldSign.Contacts.All" }
        public static var boldSignContactsCreate: String { "BoldSign.Contacts.Create" }
        public static var boldSignContactsDelete: String { "BoldSign.Contacts.Delete" }
        public static var boldSignContactsRead: String { "BoldSign.Contacts.Read" }
        public static var boldSignContactsWrite: String { "BoldSign.Contacts.Write" }
        public static var boldSignDocumentsAll: String { "BoldSign.Documents.All" }
        public static var boldSignDocumentsCreate: String { "BoldSign.Documents.Create" }
        public static var boldSignDocumentsDelete: String { "BoldSign.Documents.Delete" }
        public static var boldSignDocumentsRead: String { "BoldSign.Documents.Read" }
        public static var boldSignDocumentsWrite: String { "BoldSign.Documents.Write" }
        public static var boldSignSenderIdentityAll: String { "BoldSign.SenderIdentity.All" }
        public static var boldSignSenderIdentityCreate: String { "BoldSign.SenderIdentity.Create" }
        public static var boldSignSenderIdentityDelete: String { "BoldSign.SenderIdentity.Delete" }
        public static var boldSignSenderIdentityRead: String { "BoldSign.SenderIdentity.Read" }
        public static var boldSignSenderIdentityWrite: String { "BoldSign.SenderIdentity.Write" }
        public static var boldSignTeamsAll: String { "BoldSign.Teams.All" }
        public static var boldSignTeamsRead: String { "BoldSign.Teams.Read" }
        public static var boldSignTeamsWrite: String { "BoldSign.Teams.Write" }
        public static var boldSignTemplatesAll: String { "BoldSign.Templates.All" }
        public static var boldSignTemplatesCreate: String { "BoldSign.Templates.Create" }
        public static var boldSignTemplatesDelete: String { "BoldSign.Templates.Delete" }
        public static var boldSignTemplatesRead: String { "BoldSign.Templates.Read" }
        public static var boldSignTemplatesWrite: String { "BoldSign.Templates.Write" }
        public static var boldSignUsersAll: String { "BoldSign.Users.All" }
        public static var boldSignUsersRead: String { "BoldSign.Users.Read" }
        public static var boldSignUsersWrite: String { "BoldSign.Users.Write" }
        public static var documentViewerAPI: String { "DocumentViewerAPI" }
        public static var identityProviderAPI: String { "IdentityProviderAPI" }
        public static var planServiceAPI: String { "PlanServiceAPI" }
        public static var email: String { "email" }
        public static var offlineAccess: String { "offline_access" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Box.
    public enum Box {
        public static var aiReadwrite: String { "ai.readwrite" }
        public static var enterpriseContent: String { "enterprise_content" }
        public static var manageAppUsers: String { "manage_app_users" }
        public static var manageDataRetention: String { "manage_data_retention" }
        public static var manageEnterpriseProperties: String { "manage_enterprise_properties" }
        public static var manageGroups: String { "manage_groups" }
        public static var manageLegalHolds: String { "manage_legal_holds" }
        public static var manageManagedUsers: String { "manage_managed_users" }
        public static var manageTriggers: String { "manage_triggers" }
        public static var manageWebhook: String { "manage_webhook" }
        public static var rootReadonly: String { "root_readonly" }
        public static var rootReadwrite: String { "root_readwrite" }
        public static var signRequestsReadwrite: String { "sign_requests.readwrite" }
    }
    /// Of Brex.
    public enum Brex {
        public static var accountingIntegrationRead: String { "accounting.integration.read" }
        public static var accountingIntegrationWrite: String { "accounting.integration.write" }
        public static var accountingRecordRead: String { "accounting.record.read" }
        public static var accountingRecordWrite: String { "accounting.record.write" }
        public static var accountsCardReadonly: String { "accounts.card.readonly" }
        public static var accountsCashReadonly: String { "accounts.cash.readonly" }
        public static var address: String { "address" }
        public static var automationCustomRulesRead: String { "automation.custom_rules.read" }
        public static var budgets: String { "budgets" }
        public static var budgetsReadonly: String { "budgets.readonly" }
        public static var cards: String { "cards" }
        public static var cardsPan: String { "cards.pan" }
        public static var cardsReadonly: String { "cards.readonly" }
        public static var cashAccountsReadonly: String { "cash.accounts.readonly" }
        public static var chatSierra: String { "chat_sierra" }
        public static var companiesReadonly: String { "companies.readonly" }
        public static var departments: String { "departments" }
        public static var departmentsReadonly: String { "departments.readonly" }
        public static var deviceSso: String { "device_sso" }
        public static var email: String { "email" }
        public static var expensesBill: String { "expenses.bill" }
        public static var expensesCard: String { "expenses.card" }
        public static var expensesCardReadonly: String { "expenses.card.readonly" }
        public static var extendedFields: String { "extended_fields" }
        public static var extendedFieldsReadonly: String { "extended_fields.readonly" }
        public static var extensibleFields: String { "extensible_fields" }
        public static var extensibleFieldsReadonly: String { "extensible_fields.readonly" }
        public static var fieldOptionsRead: String { "field_options.read" }
        public static var fieldOptionsWrite: String { "field_options.write" }
        public static var fieldValuesRead: String { "field_values.read" }
        public static var fieldValuesWrite: String { "field_values.write" }
        public static var fieldsRead: String { "fields.read" }
        public static var fieldsWrite: String { "fields.write" }
        public static var httpsAccountingBrexapisComCard: String { "https://accounting.brexapis.com/card" }
        public static var httpsAccountingBrexapisComCash: String { "https://accounting.brexapis.com/cash" }
        public static var httpsCorpcardBrexapisComAuthorizationRules: String { "https://corpcard.brexapis.com/authorization-rules" }
        public static var httpsCorpcardBrexapisComCards: String { "https://corpcard.brexapis.com/cards" }
        public static var httpsCorpcardBrexapisComCardsPan: String { "https://corpcard.brexapis.com/cards.pan" }
        public static var httpsCorpcardBrexapisComCardsReadonly: String { "https://corpcard.brexapis.com/cards.readonly" }
        public static var httpsCorpcardBrexapisComReceipts: String { "https://corpcard.brexapis.com/receipts" }
        public static var httpsCorpcardBrexapisComStatementsReadonly: String { "https://corpcard.brexapis.com/statements.readonly" }
        public static var httpsMetaBrexapisComAdministrative: String { "https://meta.brexapis.com/administrative" }
        public static var httpsOnboardingBrexapisComReferrals: String { "https://onboarding.brexapis.com/referrals" }
        public static var httpsPlatformBrexapisComDepartments: String { "https://platform.brexapis.com/departments" }
        public static var httpsPlatformBrexapisComDepartmentsReadonly: String { "https://platform.brexapis.com/departments.readonly" }
        public static var httpsPlatformBrexapisComLocations: String { "https://platform.brexapis.com/locations" }
        public static var httpsPlatformBrexapisComLocationsReadonly: String { "https://platform.brexapis.com/locations.readonly" }
        public static var httpsPlatformBrexapisComPaymentprocessing: String { "https://platform.brexapis.com/paymentprocessing" }
        public static var httpsPlatformBrexapisComUserinfo: String { "https://platform.brexapis.com/userinfo" }
        public static var httpsPlatformBrexapisComUsers: String { "https://platform.brexapis.com/users" }
        public static var httpsPlatformBrexapisComUsersReadonly: String { "https://platform.brexapis.com/users.readonly" }
        public static var httpsSlackappBrexapisComAccount: String { "https://slackapp.brexapis.com/account" }
        public static var incomingTransfers: String { "incoming_transfers" }
        public static var legalEntities: String { "legal_entities" }
        public static var legalEntitiesReadonly: String { "legal_entities.readonly" }
        public static var linkedAccountsReadonly: String { "linked_accounts.readonly" }
        public static var locations: String { "locations" }
        public static var locationsReadonly: String { "locations.readonly" }
        public static var modeCardPan: String { "mode.card_pan" }
        public static var offlineAccess: String { "offline_access" }
        public static var oktaMyAccountAppAuthenticatorMaintenanceManage: String { "okta.myAccount.appAuthenticator.maintenance.manage" }
        public static var oktaMyAccountAppAuthenticatorMaintenanceRead: String { "okta.myAccount.appAuthenticator.maintenance.read" }
        public static var oktaMyAccountAppAuthenticatorManage: String { "okta.myAccount.appAuthenticator.manage" }
        public static var oktaMyAccountAppAuthenticatorRead: String { "okta.myAccount.appAuthenticator.read" }
        public static var oktaMyAccountAuthenticatorsManage: String { "okta.myAccount.authenticators.manage" }
        public static var oktaMyAccountAuthenticatorsRead: String { "okta.myAccount.authenticators.read" }
        public static var oktaMyAccountEmailManage: String { "okta.myAccount.email.manage" }
        public static var oktaMyAccountEmailRead: String { "okta.myAccount.email.read" }
        public static var oktaMyAccountManage: String { "okta.myAccount.manage" }
        public static var oktaMyAccountOktaApplicationsRead: String { "okta.myAccount.oktaApplications.read" }
        public static var oktaMyAccountOrganizationRead: String { "okta.myAccount.organization.read" }
        public static var oktaMyAccountPhoneManage: String { "okta.myAccount.phone.manage" }
        public static var oktaMyAccountPhoneRead: String { "okta.myAccount.phone.read" }
        public static var oktaMyAccountProfileManage: String { "okta.myAccount.profile.manage" }
        public static var oktaMyAccountProfileRead: String { "okta.myAccount.profile.read" }
        public static var oktaMyAccountRead: String { "okta.myAccount.read" }
        public static var openid: String { "openid" }
        public static var phone: String { "phone" }
        public static var profile: String { "profile" }
        public static var statementsCardReadonly: String { "statements.card.readonly" }
        public static var statementsCashReadonly: String { "statements.cash.readonly" }
        public static var titles: String { "titles" }
        public static var titlesReadonly: String { "titles.readonly" }
        public static var transactionsCardReadonly: String { "transactions.card.readonly" }
        public static var transactionsCashReadonly: String { "transactions.cash.readonly" }
        public static var transfers: String { "transfers" }
        public static var transfersReadonly: String { "transfers.readonly" }
        public static var travelTrips: String { "travel.trips" }
        public static var travelTripsReadonly: String { "travel.trips.readonly" }
        public static var users: String { "users" }
        public static var usersReadonly: String { "users.readonly" }
        public static var vendors: String { "vendors" }
        public static var vendorsReadonly: String { "vendors.readonly" }
    }
    /// Of Buffer.
    public enum Buffer {
        public static var offlineAccess: String { "offline_access" }
    }
    /// Of Calendly.
    public enum Calendly {
        public static var activityLogRead: String { "activity_log:read" }
        public static var availabilityRead: String { "availability:read" }
        public static var availabilityWrite: String { "availability:write" }
        public static var dataComplianceWrite: String { "data_compliance:write" }
        public static var eventTypesRead: String { "event_types:read" }
        public static var eventTypesWrite: String { "event_types:write" }
        public static var groupsRead: String { "groups:read" }
        public static var locationsRead: String { "locations:read" }
        public static var organizationsRead: String { "organizations:read" }
        public static var organizationsWrite: String { "organizations:write" }
        public static var outgoingCommunicationsRead: String { "outgoing_communications:read" }
        public static var routingFormsRead: String { "routing_forms:read" }
        public static var scheduledEventsRead: String { "scheduled_events:read" }
        public static var scheduledEventsWrite: String { "scheduled_events:write" }
        public static var schedulingLinksWrite: String { "scheduling_links:write" }
        public static var sharesWrite: String { "shares:write" }
        public static var usersRead: String { "users:read" }
        public static var webhooksRead: String { "webhooks:read" }
        public static var webhooksWrite: String { "webhooks:write" }
    }
    /// Of Campaign Monitor.
    public enum CampaignMonitor {
        public static var administerAccount: String { "AdministerAccount" }
        public static var administerPersons: String { "AdministerPersons" }
        public static var createCampaigns: String { "CreateCampaigns" }
        public static var importSubscribers: String { "ImportSubscribers" }
        public static var manageLists: String { "ManageLists" }
        public static var manageTemplates: String { "ManageTemplates" }
        public static var sendCampaigns: String { "SendCampaigns" }
        public static var viewReports: String { "ViewReports" }
        public static var viewSubscribersInReports: String { "ViewSubscribersInReports" }
    }
    /// Of Canva.
    public enum Canva {
        public static var assetRead: String { "asset:read" }
        public static var assetWrite: String { "asset:write" }
        public static var brandtemplateContentRead: String { "brandtemplate:content:read" }
        public static var brandtemplateMetaRead: String { "brandtemplate:meta:read" }
        public static var collaborationEvent: String { "collaboration:event" }
        public static var commentRead: String { "comment:read" }
        public static var commentWrite: String { "comment:write" }
        public static var designContentRead: String { "design:content:read" }
        public static var designContentWrite: String { "design:content:write" }
        public static var designMetaRead: String { "design:meta:read" }
        public static var email: String { "email" }
        public static var folderPermissionWrite: String { "folder:permission:write" }
        public static var folderRead: String { "folder:read" }
        public static var folderWrite: String { "folder:write" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
        public static var profileRead: String { "profile:read" }
    }
    /// Of Capsule CRM.
    public enum CapsuleCrm {
        public static var read: String { "read" }
        public static var write: String { "write" }
    }
    /// Of Close.
    public enum Close {
        public static var allFullAccess: String { "all.full_access" }
        public static var offlineAccess: String { "offline_access" }
    }
    /// Of Coinbase.
    public enum Coinbase {
        public static var addresses: String { "addresses" }
        public static var balance: String { "balance" }
        public static var buttons: String { "buttons" }
        public static var buy: String { "buy" }
        public static var contacts: String { "contacts" }
        public static var merchant: String { "merchant" }
        public static var oauthApps: String { "oauth_apps" }
        public static var orders: String { "orders" }
        public static var recurringPayments: String { "recurring_payments" }
        public static var reports: String { "reports" }
        public static var request: String { "request" }
        public static var sell: String { "sell" }
        public static var send: String { "send" }
        public static var sendBypass2fa: String { "send:bypass_2fa" }
        public static var transactions: String { "transactions" }
        public static var transfer: String { "transfer" }
        public static var transfers: String { "transfers" }
        public static var user: String { "user" }
        public static var walletUserEmail: String { "wallet:user:email" }
        public static var walletUserRead: String { "wallet:user:read" }
    }
    /// Of Confluence.
    public enum Confluence {
        public static var address: String { "address" }
        public static var createdAt: String { "created_at" }
        public static var deleteAttachmentConfluence: String { "delete:attachment:confluence" }
        public static var deleteBlogpostConfluence: String { "delete:blogpost:confluence" }
        public static var deleteCommentConfluence: String { "delete:comment:confluence" }
        public static var deleteContentConfluence: String { "delete:content:confluence" }
        public static var deleteCustomContentConfluence: String { "delete:custom-content:confluence" }
        public static var deleteDatabaseConfluence: String { "delete:database:confluence" }
        public static var deleteEmbedConfluence: String { "delete:embed:confluence" }
        public static var deleteFolderConfluence: String { "delete:folder:confluence" }
        public static var deletePageConfluence: String { "delete:page:confluence" }
        public static var deleteSpaceConfluence: String { "delete:space:confluence" }
        public static var deleteWhiteboardConfluence: String { "delete:whiteboard:confluence" }
        public static var email: String { "email" }
        public static var emailVerified: String { "email_verified" }
        public static var familyName: String { "family_name" }
        public static var givenName: String { "given_name" }
        public static var identities: String { "identities" }
        public static var manageConfluenceConfiguration: String { "manage:confluence-configuration" }
        public static var name: String { "name" }
        public static var nickname: String { "nickname" }
        public static var offlineAccess: String { "offline_access" }
        public static var openid: String { "openid" }
        public static var phone: String { "phone" }
        public static var picture: String { "picture" }
        public static var profile: String { "profile" }
        public static var readAnalyticsContentConfluence: String { "read:analytics.content:confluence" }
        public static var readAttachmentConfluence: String { "read:attachment:confluence" }
        public static var readAuditLogConfluence: String { "read:audit-log:confluence" }
        public static var readBlogpostConfluence: String { "read:blogpost:confluence" }
        public static var readCommentConfluence: String { "read:comment:confluence" }
        public static var readConfigurationConfluence: String { "read:configuration:confluence" }
        public static var readConfluenceContentAll: String { "read:confluence-content.all" }
        public static var readConfluenceContentPermission: String { "read:confluence-content.permission" }
        public static var readConfluenceContentSummary: String { "read:confluence-content.summary" }
        public static var readConfluenceGroups: String { "read:confluence-groups" }
        public static var readConfluenceProps: String { "read:confluence-props" }
        public static var readConfluenceSpaceSummary: String { "read:confluence-space.summary" }
        public static var readConfluenceUser: String { "read:confluence-user" }
        public static var readContentDetailsConfluence: String { "read:content-details:confluence" }
        public static var readContentMetadataConfluence: String { "read:content.metadata:confluence" }
        public static var readContentPermissionConfluence: String { "read:content.permission:confluence" }
        public static var readContentPropertyConfluence: String { "read:content.property:confluence" }
        public static var readContentRestrictionConfluence: String { "read:content.restriction:confluence" }
        public static var readContentConfluence: String { "read:content:confluence" }
        public static var readCustomContentConfluence: String { "read:custom-content:confluence" }
        public static var readDatabaseConfluence: String { "read:database:confluence" }
        public static var readEmailAddressConfluence: String { "read:email-address:confluence" }
        public static var readEmbedConfluence: String { "read:embed:confluence" }
        public static var readFolderConfluence: String { "read:folder:confluence" }
        public static var readGroupConfluence: String { "read:group:confluence" }
        public static var readHierarchicalContentConfluence: String { "read:hierarchical-content:confluence" }
        public static var readInlinetaskConfluence: String { "read:inlinetask:confluence" }
        public static var readLabelConfluence: String { "read:label:confluence" }
        public static var readPageConfluence: String { "read:page:confluence" }
        public static var readRelationConfluence: String { "read:relation:confluence" }
        public static var readSpaceDetailsConfluence: String { "read:space-details:confluence" }
        public static var readSpacePermissionConfluence: String { "read:space.permission:confluence" }
        public static var readSpacePropertyConfluence: String { "read:space.property:confluence" }
        public static var readSpaceSettingConfluence: String { "read:space.setting:confluence" }
        public static var readSpaceConfluence: String { "read:space:confluence" }
        public static var readTaskConfluence: String { "read:task:confluence" }
        public static var readTemplateConfluence: String { "read:template:confluence" }
        public static var readUserPropertyConfluence: String { "read:user.property:confluence" }
        public static var readUserConfluence: String { "read:user:confluence" }
        public static var readWatcherConfluence: String { "read:watcher:confluence" }
        public static var readWhiteboardConfluence: String { "read:whiteboard:confluence" }
        public static var readonlyContentAttachmentConfluence: String { "readonly:content.attachment:confluence" }
        public static var searchConfluence: String { "search:confluence" }
        public static var writeAttachmentConfluence: String { "write:attachment:confluence" }
        public static var writeAuditLogConfluence: String { "write:audit-log:confluence" }
        public static var writeBlogpostConfluence: String { "write:blogpost:confluence" }
        public static var writeCommentConfluence: String { "write:comment:confluence" }
        public static var writeConfigurationConfluence: String { "write:configuration:confluence" }
        public static var writeConfluenceContent: String { "write:confluence-content" }
        public static var writeConfluenceFile: String { "write:confluence-file" }
        public static var writeConfluenceGroups: String { "write:confluence-groups" }
        public static var writeConfluenceProps: String { "write:confluence-props" }
        public static var writeConfluenceSpace: String { "write:confluence-space" }
        public static var writeContentPropertyConfluence: String { "write:content.property:confluence" }
        public static var writeContentRestrictionConfluence: String { "write:content.restriction:confluence" }
        public static var writeContentConfluence: String { "write:content:confluence" }
        public static var writeCustomContentConfluence: String { "write:custom-content:confluence" }
        public static var writeDatabaseConfluence: String { "write:database:confluence" }
        public static var writeEmbedConfluence: String { "write:embed:confluence" }
        public static var writeFolderConfluence: String { "write:folder:confluence" }
        public static var writeGroupConfluence: String { "write:group:confluence" }
        public static var writeInlinetaskConfluence: String { "write:inlinetask:confluence" }
        public static var writeLabelConfluence: String { "write:label:confluence" }
        public static var writePageConfluence: String { "write:page:confluence" }
        public static var writeRelationConfluence: String { "write:relation:confluence" }
        public static var writeSpacePermissionConfluence: String { "write:space.permission:confluence" }
        public static var writeSpacePropertyConfluence: String { "write:space.property:confluence" }
        public static var writeSpaceSettingConfluence: String { "write:space.setting:confluence" }
        public static var writeSpaceConfluence: String { "write:space:confluence" }
        public static var writeTaskConfluence: String { "write:task:confluence" }
        public static var writeTemplateConfluence: String { "write:template:confluence" }
        public static var writeUserPropertyConfluence: String { "write:user.property:confluence" }
        public static var writeWatcherConfluence: String { "write:watcher:confluence" }
        public static var writeWhiteboardConfluence: String { "write:whiteboard:confluence" }
    }
    /// Of Constant Contact.
    public enum ConstantContact {
        public static var accountRead: String { "account_read" }
        public static var accountUpdate: String { "account_update" }
        public static var campaignData: String { "campaign_data" }
        public static var contactData: String { "contact_data" }
        public static var offlineAccess: String { "offline_access" }
    }
    /// Of DeviantArt.
    public enum Deviantart {
        public static var basic: String { "basic" }
        public static var user: String { "user" }
    }
    /// Of DigitalOcean.
    public enum Digitalocean {
        public static var read: String { "read" }
    }
    /// Of Discord.
    public enum Discord {
        public static var bot: String { "bot" }
        public static var connections: String { "connections" }
        public static var email: String { "email" }
        public static var gdmJoin: String { "gdm.join" }
        public static var guilds: String { "guilds" }
        public static var guildsJoin: String { "guilds.join" }
        public static var identify: String { "identify" }
        public static var messagesRead: String { "messages.read" }
        public static var rpc: String { "rpc" }
        public static var rpcApi: String { "rpc.api" }
        public static var rpcNotificationsRead: String { "rpc.notifications.read" }
        public static var webhookIncoming: String { "webhook.incoming" }
    }
    /// Of Dribbble.
    public enum Dribbble {
        public static var `public`: String { "public" }
    }
    /// Of Dropbox.
    public enum Dropbox {
        public static var accountInfoRead: String { "account_info.read" }
        public static var filesContentRead: String { "files.content.read" }
        public static var filesContentWrite: String { "files.content.write" }
        public static var filesMetadataRead: String { "files.metadata.read" }
        public static var filesMetadataWrite: String { "files.metadata.write" }
        public static var sharingRead: String { "sharing.read" }
    }
    /// Of eBay.
    public enum Ebay {
        public static var httpsApiEbayComOauthApiScopeCommerceIdentityReadonly: String { "https://api.ebay.com/oauth/api_scope/commerce.identity.readonly" }
    }
    /// Of Envoy.
    public enum Envoy {
        public static var companiesRead: String { "companies.read" }
        public static var employeesRead: String { "employees.read" }
        public static var flowsRead: String { "flows.read" }
        public static var invitesRead: String { "invites.read" }
        public static var invitesWrite: String { "invites.write" }
        public static var locationsRead: String { "locations.read" }
        public static var reservationsRead: String { "reservations.read" }
        public static var reservationsWrite: String { "reservations.write" }
        public static var spacesRead: String { "spaces.read" }
        public static var workSchedulesRead: String { "work-schedules.read" }
        public static var workSchedulesWrite: String { "work-schedules.write" }
    }
    /// Of Epic Games.
    public enum EpicGames {
        public static var basicProfile: String { "basic_profile" }
    }
    /// Of Etsy.
    public enum Etsy {
        public static var addressR: String { "address_r" }
        public static var addressW: String { "address_w" }
        public static var billingR: String { "billing_r" }
        public static var cartR: String { "cart_r" }
        public static var cartW: String { "cart_w" }
        public static var emailR: String { "email_r" }
        public static var favoritesR: String { "favorites_r" }
        public static var favoritesW: String { "favorites_w" }
        public static var feedbackR: String { "feedback_r" }
        public static var listingsD: String { "listings_d" }
        public static var listingsR: String { "listings_r" }
        public static var listingsW: String { "listings_w" }
        public static var profileR: String { "profile_r" }
        public static var profileW: String { "profile_w" }
        public static var recommendR: String { "recommend_r" }
        public static var recommendW: String { "recommend_w" }
        public static var shopsR: String { "shops_r" }
        public static var shopsW: String { "shops_w" }
        public static var transactionsR: String { "transactions_r" }
        public static var transactionsW: String { "transactions_w" }
    }
    /// Of Facebook.
    public enum Facebook {
        public static var adsManagement: String { "ads_management" }
        public static var adsRead: String { "ads_read" }
        public static var businessManagement: String { "business_management" }
        public static var catalogManagement: String { "catalog_management" }
        public static var email: String { "email" }
        public static var instagramBasic: String { "instagram_basic" }
        public static var instagramContentPublish: String { "instagram_content_publish" }
        public static var instagramManageComments: String { "instagram_manage_comments" }
        public static var instagramManageInsights: String { "instagram_manage_insights" }
        public static var instagramManageMessages: String { "instagram_manage_messages" }
        public static var leadsRetrieval: String { "leads_retrieval" }
        public static var openid: String { "openid" }
        public static var pagesManageAds: String { "pages_manage_ads" }
        public static var pagesManageEngagement: String { "pages_manage_engagement" }
        public static var pagesManageMetadata: String { "pages_manage_metadata" }
        public static var pagesManagePosts: String { "pages_manage_posts" }
        public static var pagesMessaging: String { "pages_messaging" }
        public static var pagesReadEngagement: String { "pages_read_engagement" }
        public static var pagesReadUserContent: String { "pages_read_user_content" }
        public static var pagesShowList: String { "pages_show_list" }
        public static var publicProfile: String { "public_profile" }
        public static var publishVideo: String { "publish_video" }
        public static var readInsights: String { "read_insights" }
        public static var userAgeRange: String { "user_age_range" }
        public static var userBirthday: String { "user_birthday" }
        public static var userFriends: String { "user_friends" }
        public static var userGender: String { "user_gender" }
        public static var userHometown: String { "user_hometown" }
        public static var userLikes: String { "user_likes" }
        public static var userLink: String { "user_link" }
        public static var userLocation: String { "user_location" }
        public static var userPhotos: String { "user_photos" }
        public static var userPosts: String { "user_posts" }
        public static var userVideos: String { "user_videos" }
        public static var whatsappBusinessManagement: String { "whatsapp_business_management" }
        public static var whatsappBusinessMessaging: String { "whatsapp_business_messaging" }
    }
    /// Of Factorial.
    public enum Factorial {
        public static var banking: String { "banking" }
        public static var companyHolidays: String { "company_holidays" }
        public static var companyLegalEntities: String { "company_legal_entities" }
        public static var companyLocations: String { "company_locations" }
        public static var contracts: String { "contracts" }
        public static var customFields: String { "custom_fields" }
        public static var documents: String { "documents" }
        public static var employeeUpdates: String { "employee_updates" }
        public static var employees: String { "employees" }
        public static var expenses: String { "expenses" }
        public static var finance: String { "finance" }
        public static var integrations: String { "integrations" }
        public static var jobCatalog: String { "job_catalog" }
        public static var marketplace: String { "marketplace" }
        public static var payroll: String { "payroll" }
        public static var payrollSupplements: String { "payroll_supplements" }
        public static var performance: String { "performance" }
        public static var posts: String { "posts" }
        public static var projectManagementExpenses: String { "project_management_expenses" }
        public static var projectManagementProjects: String { "project_management_projects" }
        public static var projectManagementTime: String { "project_management_time" }
        public static var recruitment: String { "recruitment" }
        public static var shiftManagement: String { "shift_management" }
        public static var tasks: String { "tasks" }
        public static var timeOff: String { "time_off" }
        public static var timeTracking: String { "time_tracking" }
        public static var trainings: String { "trainings" }
    }
    /// Of Fathom.
    public enum Fathom {
        public static var publicApi: String { "public_api" }
    }
    /// Of Figma.
    public enum Figma {
        public static var currentUserRead: String { "current_user:read" }
        public static var fileCommentsRead: String { "file_comments:read" }
        public static var fileCommentsWrite: String { "file_comments:write" }
        public static var fileContentRead: String { "file_content:read" }
        public static var fileDevResourcesRead: String { "file_dev_resources:read" }
        public static var fileDevResourcesWrite: String { "file_dev_resources:write" }
        public static var fileMetadataRead: String { "file_metadata:read" }
        public static var fileVariablesRead: String { "file_variables:read" }
        public static var fileVariablesWrite: String { "file_variables:write" }
        public static var fileVersionsRead: String { "file_versions:read" }
        public static var libraryAnalyticsRead: String { "library_analytics:read" }
        public static var libraryAssetsRead: String { "library_assets:read" }
        public static var libraryContentRead: String { "library_content:read" }
        public static var projectsRead: String { "projects:read" }
        public static var selectionsRead: String { "selections:read" }
        public static var teamLibraryContentRead: String { "team_library_content:read" }
        public static var webhooksRead: String { "webhooks:read" }
        public static var webhooksWrite: String { "webhooks:write" }
    }
    /// Of Fitbit.
    public enum Fitbit {
        public static var activity: String { "activity" }
        public static var heartrate: String { "heartrate" }
        public static var location: String { "location" }
        public static var nutrition: String { "nutrition" }
        public static var profile: String { "profile" }
        public static var settings: String { "settings" }
        public static var sleep: String { "sleep" }
        public static var social: String { "social" }
        public static var weight: String { "weight" }
    }
    /// Of FreshBooks.
    public enum Freshbooks {
        public static var adminAll: String { "admin:all" }
        public static var adminAllLegacy: String { "admin:all:legacy" }
        public static var anonymize: String { "anonymize" }
        public static var businessMemberships: String { "business_memberships" }
        public static var clientExperiencesWrite: String { "client:experiences:write" }
        public static var credentialsWrite: String { "credentials:write" }
        public static var email: String { "email" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
        public static var profileWrite: String { "profile:write" }
        public static var userAccountRead: String { "user:account:read" }
        public static var userAccountWrite: String { "user:account:write" }
        public static var userBankAccountsRead: String { "user:bank_accounts:read" }
        public static var userBankAccountsWrite: String { "user:bank_accounts:write" }
        public static var userBankReconciliationRead: String { "user:bank_reconciliation:read" }
        public static var userBankReconciliationWrite: String { "user:bank_reconciliation:write" }
        public static var userBanksRead: String { "user:banks:read" }
        public static var userBanksWrite: String { "user:banks:write" }
        public static var userBillPaymentsRead: String { "user:bill_payments:read" }
        public static var userBillPaymentsWrite: String { "user:bill_payments:write" }
        public static var userBillVendorsRead: String { "user:bill_vendors:read" }
        public static var userBillVendorsWrite: String { "user:bill_vendors:write" }
        public static var userBillableItemsRead: String { "user:billable_items:read" }
        public static var userBillableItemsWrite: String { "user:billable_items:write" }
        public static var userBillsRead: String { "user:bills:read" }
        public static var userBillsWrite: String { "user:bills:write" }
        public static var userBusinessRead: String { "user:business:read" }
        public static var userBusinessWrite: String { "user:business:write" }
        public static var userClientsRead: String { "user:clients:read" }
        public static var userClientsWrite: String { "user:clients:write" }
        public static var userCreditNotesRead: String { "user:credit_notes:read" }
        public static var userCreditNotesWrite: String { "user:credit_notes:write" }
        public static var userEstimatesRead: String { "user:estimates:read" }
        public static var userEstimatesWrite: String { "user:estimates:write" }
        public static var userExpensesRead: String { "user:expenses:read" }
        public static var userExpensesWrite: String { "user:expenses:write" }
        public static var userExperiencesRead: String { "user:experiences:read" }
        public static var userFundboxRead: String { "user:fundbox:read" }
        public static var userFundboxWrite: String { "user:fundbox:write" }
        public static var userInvoicesRead: String { "user:invoices:read" }
        public static var userInvoicesWrite: String { "user:invoices:write" }
        public static var userJournalEntriesRead: String { "user:journal_entries:read" }
        public static var userJournalEntriesWrite: String { "user:journal_entries:write" }
        public static var userMileageRead: String { "user:mileage:read" }
        public static var userMileageWrite: String { "user:mileage:write" }
        public static var userNotificationsRead: String { "user:notifications:read" }
        public static var userNotificationsWrite: String { "user:notifications:write" }
        public static var userOnlinePaymentsRead: String { "user:online_payments:read" }
        public static var userOnlinePaymentsWrite: String { "user:online_payments:write" }
        public static var userOtherIncomeRead: String { "user:other_income:read" }
        public static var userOtherIncomeWrite: String { "user:other_income:write" }
        public static var userPartnersRead: String { "user:partners:read" }
        public static var userPartnersWrite: String { "user:partners:write" }
        public static var userPaymentsRead: String { "user:payments:read" }
        public static var userPaymentsWrite: String { "user:payments:write" }
        public static var userProfileRead: String { "user:profile:read" }
        public static var userProjectsRead: String { "user:projects:read" }
        public static var userProjectsWrite: String { "user:projects:write" }
        public static var userReportsRead: String { "user:reports:read" }
        public static var userRetainersRead: String { "user:retainers:read" }
        public static var userRetainersWrite: String { "user:retainers:write" }
        public static var userRiskhubRead: String { "user:riskhub:read" }
        public static var userRiskhubWrite: String { "user:riskhub:write" }
        public static var userTaxesRead: String { "user:taxes:read" }
        public static var userTaxesWrite: String { "user:taxes:write" }
        public static var userTeamsRead: String { "user:teams:read" }
        public static var userTeamsWrite: String { "user:teams:write" }
        public static var userTimeEntriesRead: String { "user:time_entries:read" }
        public static var userTimeEntriesWrite: String { "user:time_entries:write" }
        public static var userUploadsRead: String { "user:uploads:read" }
        public static var userUploadsWrite: String { "user:uploads:write" }
    }
    /// Of Gitee.
    public enum Gitee {
        public static var emails: String { "emails" }
        public static var userInfo: String { "user_info" }
    }
    /// Of GitLab.
    public enum Gitlab {
        public static var adminMode: String { "admin_mode" }
        public static var aiFeatures: String { "ai_features" }
        public static var aiWorkflows: String { "ai_workflows" }
        public static var api: String { "api" }
        public static var createRunner: String { "create_runner" }
        public static var email: String { "email" }
        public static var k8sProxy: String { "k8s_proxy" }
        public static var manageRunner: String { "manage_runner" }
        public static var mcp: String { "mcp" }
        public static var mcpOrbit: String { "mcp_orbit" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
        public static var readApi: String { "read_api" }
        public static var readObservability: String { "read_observability" }
        public static var readRegistry: String { "read_registry" }
        public static var readRepository: String { "read_repository" }
        public static var readServicePing: String { "read_service_ping" }
        public static var readUser: String { "read_user" }
        public static var readVirtualRegistry: String { "read_virtual_registry" }
        public static var selfRotate: String { "self_rotate" }
        public static var sudo: String { "sudo" }
        public static var user: String { "user:*" }
        public static var writeObservability: String { "write_observability" }
        public static var writeRegistry: String { "write_registry" }
        public static var writeRepository: String { "write_repository" }
        public static var writeVirtualRegistry: String { "write_virtual_registry" }
    }
    /// Of Gong.
    public enum Gong {
        public static var apiCallsCreate: String { "api:calls:create" }
        public static var apiCallsReadBasic: String { "api:calls:read:basic" }
        public static var apiCallsReadExtensive: String { "api:calls:read:extensive" }
        public static var apiCallsReadMediaUrl: String { "api:calls:read:media-url" }
        public static var apiCallsReadTranscript: String { "api:calls:read:transcript" }
        public static var apiCrmGetObjects: String { "api:crm:get-objects" }
        public static var apiCrmUpload: String { "api:crm:upload" }
        public static var apiLibraryRead: String { "api:library:read" }
        public static var apiLogsRead: String { "api:logs:read" }
        public static var apiSettingsScorecardsRead: String { "api:settings:scorecards:read" }
        public static var apiStatsInteraction: String { "api:stats:interaction" }
        public static var apiStatsScorecards: String { "api:stats:scorecards" }
        public static var apiStatsUserActions: String { "api:stats:user-actions" }
        public static var apiUsersRead: String { "api:users:read" }
        public static var apiWorkspacesRead: String { "api:workspaces:read" }
    }
    /// Of Google Ads.
    public enum GoogleAds {
        public static var email: String { "email" }
        public static var httpsWwwGoogleapisComAuthAdwords: String { "https://www.googleapis.com/auth/adwords" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Google Analytics.
    public enum GoogleAnalytics {
        public static var email: String { "email" }
        public static var httpsWwwGoogleapisComAuthAnalytics: String { "https://www.googleapis.com/auth/analytics" }
        public static var httpsWwwGoogleapisComAuthAnalyticsEdit: String { "https://www.googleapis.com/auth/analytics.edit" }
        public static var httpsWwwGoogleapisComAuthAnalyticsManageUsers: String { "https://www.googleapis.com/auth/analytics.manage.users" }
        public static var httpsWwwGoogleapisComAuthAnalyticsManageUsersReadonly: String { "https://www.googleapis.com/auth/analytics.manage.users.readonly" }
        public static var httpsWwwGoogleapisComAuthAnalyticsReadonly: String { "https://www.googleapis.com/auth/analytics.readonly" }
        public static var httpsWwwGoogleapisComAuthGcmForChrome: String { "https://www.googleapis.com/auth/gcm_for_chrome" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Google BigQuery.
    public enum GoogleBigquery {
        public static var email: String { "email" }
        public static var httpsWwwGoogleapisComAuthBigquery: String { "https://www.googleapis.com/auth/bigquery" }
        public static var httpsWwwGoogleapisComAuthBigqueryInsertdata: String { "https://www.googleapis.com/auth/bigquery.insertdata" }
        public static var httpsWwwGoogleapisComAuthBigqueryReadonly: String { "https://www.googleapis.com/auth/bigquery.readonly" }
        public static var httpsWwwGoogleapisComAuthCloudPlatform: String { "https://www.googleapis.com/auth/cloud-platform" }
        public static var httpsWwwGoogleapisComAuthCloudPlatformReadOnly: String { "https://www.googleapis.com/auth/cloud-platform.read-only" }
        public static var httpsWwwGoogleapisComAuthDevstorageFullControl: String { "https://www.googleapis.com/auth/devstorage.full_control" }
        public static var httpsWwwGoogleapisComAuthDevstorageReadOnly: String { "https://www.googleapis.com/auth/devstorage.read_only" }
        public static var httpsWwwGoogleapisComAuthDevstorageReadWrite: String { "https://www.googleapis.com/auth/devstorage.read_write" }
        public static var httpsWwwGoogleapisComAuthGcmForChrome: String { "https://www.googleapis.com/auth/gcm_for_chrome" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Google Calendar.
    public enum GoogleCalendar {
        public static var email: String { "email" }
        public static var httpsWwwGoogleapisComAuthCalendar: String { "https://www.googleapis.com/auth/calendar" }
        public static var httpsWwwGoogleapisComAuthCalendarAcls: String { "https://www.googleapis.com/auth/calendar.acls" }
        public static var httpsWwwGoogleapisComAuthCalendarAclsReadonly: String { "https://www.googleapis.com/auth/calendar.acls.readonly" }
        public static var httpsWwwGoogleapisComAuthCalendarAddonsCurrentEventRead: String { "https://www.googleapis.com/auth/calendar.addons.current.event.read" }
        public static var httpsWwwGoogleapisComAuthCalendarAddonsCurrentEventWrite: String { "https://www.googleapis.com/auth/calendar.addons.current.event.write" }
        public static var httpsWwwGoogleapisComAuthCalendarAddonsExecute: String { "https://www.googleapis.com/auth/calendar.addons.execute" }
        public static var httpsWwwGoogleapisComAuthCalendarAppCreated: String { "https://www.googleapis.com/auth/calendar.app.created" }
        public static var httpsWwwGoogleapisComAuthCalendarCalendarlist: String { "https://www.googleapis.com/auth/calendar.calendarlist" }
        public static var httpsWwwGoogleapisComAuthCalendarCalendarlistReadonly: String { "https://www.googleapis.com/auth/calendar.calendarlist.readonly" }
        public static var httpsWwwGoogleapisComAuthCalendarCalendars: String { "https://www.googleapis.com/auth/calendar.calendars" }
        public static var httpsWwwGoogleapisComAuthCalendarCalendarsReadonly: String { "https://www.googleapis.com/auth/calendar.calendars.readonly" }
        public static var httpsWwwGoogleapisComAuthCalendarEvents: String { "https://www.googleapis.com/auth/calendar.events" }
        public static var httpsWwwGoogleapisComAuthCalendarEventsFreebusy: String { "https://www.googleapis.com/auth/calendar.events.freebusy" }
        public static var httpsWwwGoogleapisComAuthCalendarEventsOwned: String { "https://www.googleapis.com/auth/calendar.events.owned" }
        public static var httpsWwwGoogleapisComAuthCalendarEventsOwnedReadonly: String { "https://www.googleapis.com/auth/calendar.events.owned.readonly" }
        public static var httpsWwwGoogleapisComAuthCalendarEventsPublicReadonly: String { "https://www.googleapis.com/auth/calendar.events.public.readonly" }
        public static var httpsWwwGoogleapisComAuthCalendarEventsReadonly: String { "https://www.googleapis.com/auth/calendar.events.readonly" }
        public static var httpsWwwGoogleapisComAuthCalendarFreebusy: String { "https://www.googleapis.com/auth/calendar.freebusy" }
        public static var httpsWwwGoogleapisComAuthCalendarReadonly: String { "https://www.googleapis.com/auth/calendar.readonly" }
        public static var httpsWwwGoogleapisComAuthCalendarSettingsReadonly: String { "https://www.googleapis.com/auth/calendar.settings.readonly" }
        public static var httpsWwwGoogleapisComAuthGcmForChrome: String { "https://www.googleapis.com/auth/gcm_for_chrome" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Google Chat.
    public enum GoogleChat {
        public static var email: String { "email" }
        public static var httpsWwwGoogleapisComAuthChatAdminDelete: String { "https://www.googleapis.com/auth/chat.admin.delete" }
        public static var httpsWwwGoogleapisComAuthChatAdminMemberships: String { "https://www.googleapis.com/auth/chat.admin.memberships" }
        public static var httpsWwwGoogleapisComAuthChatAdminMembershipsReadonly: String { "https://www.googleapis.com/auth/chat.admin.memberships.readonly" }
        public static var httpsWwwGoogleapisComAuthChatAdminSpaces: String { "https://www.googleapis.com/auth/chat.admin.spaces" }
        public static var httpsWwwGoogleapisComAuthChatAdminSpacesReadonly: String { "https://www.googleapis.com/auth/chat.admin.spaces.readonly" }
        public static var httpsWwwGoogleapisComAuthChatAppDelete: String { "https://www.googleapis.com/auth/chat.app.delete" }
        public static var httpsWwwGoogleapisComAuthChatAppMemberships: String { "https://www.googleapis.com/auth/chat.app.memberships" }
        public static var httpsWwwGoogleapisComAuthChatAppMembershipsReadonly: String { "https://www.googleapis.com/auth/chat.app.memberships.readonly" }
        public static var httpsWwwGoogleapisComAuthChatAppMessagesReadonly: String { "https://www.googleapis.com/auth/chat.app.messages.readonly" }
        public static var httpsWwwGoogleapisComAuthChatAppSpaces: String { "https://www.googleapis.com/auth/chat.app.spaces" }
        public static var httpsWwwGoogleapisComAuthChatAppSpacesCreate: String { "https://www.googleapis.com/auth/chat.app.spaces.create" }
        public static var httpsWwwGoogleapisComAuthChatAppSpacesReadonly: String { "https://www.googleapis.com/auth/chat.app.spaces.readonly" }
        public static var httpsWwwGoogleapisComAuthChatBot: String { "https://www.googleapis.com/auth/chat.bot" }
        public static var httpsWwwGoogleapisComAuthChatCustomemojis: String { "https://www.googleapis.com/auth/chat.customemojis" }
        public static var httpsWwwGoogleapisComAuthChatCustomemojisReadonly: String { "https://www.googleapis.com/auth/chat.customemojis.readonly" }
        public static var httpsWwwGoogleapisComAuthChatDelete: String { "https://www.googleapis.com/auth/chat.delete" }
        public static var httpsWwwGoogleapisComAuthChatImport: String { "https://www.googleapis.com/auth/chat.import" }
        public static var httpsWwwGoogleapisComAuthChatMemberships: String { "https://www.googleapis.com/auth/chat.memberships" }
        public static var httpsWwwGoogleapisComAuthChatMembershipsApp: String { "https://www.googleapis.com/auth/chat.memberships.app" }
        public static var httpsWwwGoogleapisComAuthChatMembershipsReadonly: String { "https://www.googleapis.com/auth/chat.memberships.readonly" }
        public static var httpsWwwGoogleapisComAuthChatMessages: String { "https://www.googleapis.com/auth/chat.messages" }
        public static var httpsWwwGoogleapisComAuthChatMessagesCreate: String { "https://www.googleapis.com/auth/chat.messages.create" }
        public static var httpsWwwGoogleapisComAuthChatMessagesReactions: String { "https://www.googleapis.com/auth/chat.messages.reactions" }
        public static var httpsWwwGoogleapisComAuthChatMessagesReactionsCreate: String { "https://www.googleapis.com/auth/chat.messages.reactions.create" }
        public static var httpsWwwGoogleapisComAuthChatMessagesReactionsReadonly: String { "https://www.googleapis.com/auth/chat.messages.reactions.readonly" }
        public static var httpsWwwGoogleapisComAuthChatMessagesReadonly: String { "https://www.googleapis.com/auth/chat.messages.readonly" }
        public static var httpsWwwGoogleapisComAuthChatSpaces: String { "https://www.googleapis.com/auth/chat.spaces" }
        public static var httpsWwwGoogleapisComAuthChatSpacesCreate: String { "https://www.googleapis.com/auth/chat.spaces.create" }
        public static var httpsWwwGoogleapisComAuthChatSpacesReadonly: String { "https://www.googleapis.com/auth/chat.spaces.readonly" }
        public static var httpsWwwGoogleapisComAuthChatUsersReadstate: String { "https://www.googleapis.com/auth/chat.users.readstate" }
        public static var httpsWwwGoogleapisComAuthChatUsersReadstateReadonly: String { "https://www.googleapis.com/auth/chat.users.readstate.readonly" }
        public static var httpsWwwGoogleapisComAuthChatUsersSections: String { "https://www.googleapis.com/auth/chat.users.sections" }
        public static var httpsWwwGoogleapisComAuthChatUsersSectionsReadonly: String { "https://www.googleapis.com/auth/chat.users.sections.readonly" }
        public static var httpsWwwGoogleapisComAuthChatUsersSpacesettings: String { "https://www.googleapis.com/auth/chat.users.spacesettings" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Google Cloud Storage.
    public enum GoogleCloudStorage {
        public static var email: String { "email" }
        public static var httpsWwwGoogleapisComAuthCloudPlatform: String { "https://www.googleapis.com/auth/cloud-platform" }
        public static var httpsWwwGoogleapisComAuthCloudPlatformReadOnly: String { "https://www.googleapis.com/auth/cloud-platform.read-only" }
        public static var httpsWwwGoogleapisComAuthDevstorageFullControl: String { "https://www.googleapis.com/auth/devstorage.full_control" }
        public static var httpsWwwGoogleapisComAuthDevstorageReadOnly: String { "https://www.googleapis.com/auth/devstorage.read_only" }
        public static var httpsWwwGoogleapisComAuthDevstorageReadWrite: String { "https://www.googleapis.com/auth/devstorage.read_write" }
        public static var httpsWwwGoogleapisComAuthGcmForChrome: String { "https://www.googleapis.com/auth/gcm_for_chrome" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Google Contacts.
    public enum GoogleContacts {
        public static var email: String { "email" }
        public static var httpsWwwGoogleComM8Feeds: String { "https://www.google.com/m8/feeds" }
        public static var httpsWwwGoogleapisComAuthContacts: String { "https://www.googleapis.com/auth/contacts" }
        public static var httpsWwwGoogleapisComAuthContactsOtherReadonly: String { "https://www.googleapis.com/auth/contacts.other.readonly" }
        public static var httpsWwwGoogleapisComAuthContactsReadonly: String { "https://www.googleapis.com/auth/contacts.readonly" }
        public static var httpsWwwGoogleapisComAuthDirectoryReadonly: String { "https://www.googleapis.com/auth/directory.readonly" }
        public static var httpsWwwGoogleapisComAuthProfileAgerangeRead: String { "https://www.googleapis.com/auth/profile.agerange.read" }
        public static var httpsWwwGoogleapisComAuthProfileEmailsRead: String { "https://www.googleapis.com/auth/profile.emails.read" }
        public static var httpsWwwGoogleapisComAuthProfileLanguageRead: String { "https://www.googleapis.com/auth/profile.language.read" }
        public static var httpsWwwGoogleapisComAuthUserAddressesRead: String { "https://www.googleapis.com/auth/user.addresses.read" }
        public static var httpsWwwGoogleapisComAuthUserBirthdayRead: String { "https://www.googleapis.com/auth/user.birthday.read" }
        public static var httpsWwwGoogleapisComAuthUserEmailsRead: String { "https://www.googleapis.com/auth/user.emails.read" }
        public static var httpsWwwGoogleapisComAuthUserGenderRead: String { "https://www.googleapis.com/auth/user.gender.read" }
        public static var httpsWwwGoogleapisComAuthUserOrganizationRead: String { "https://www.googleapis.com/auth/user.organization.read" }
        public static var httpsWwwGoogleapisComAuthUserPhonenumbersRead: String { "https://www.googleapis.com/auth/user.phonenumbers.read" }
        public static var httpsWwwGoogleapisComAuthUserinfoEmail: String { "https://www.googleapis.com/auth/userinfo.email" }
        public static var httpsWwwGoogleapisComAuthUserinfoProfile: String { "https://www.googleapis.com/auth/userinfo.profile" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Google Docs.
    public enum GoogleDocs {
        public static var email: String { "email" }
        public static var httpsWwwGoogleapisComAuthDocuments: String { "https://www.googleapis.com/auth/documents" }
        public static var httpsWwwGoogleapisComAuthDocumentsReadonly: String { "https://www.googleapis.com/auth/documents.readonly" }
        public static var httpsWwwGoogleapisComAuthDrive: String { "https://www.googleapis.com/auth/drive" }
        public static var httpsWwwGoogleapisComAuthDriveFile: String { "https://www.googleapis.com/auth/drive.file" }
        public static var httpsWwwGoogleapisComAuthDriveReadonly: String { "https://www.googleapis.com/auth/drive.readonly" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Google Drive.
    public enum GoogleDrive {
        public static var email: String { "email" }
        public static var httpsWwwGoogleapisComAuthDrive: String { "https://www.googleapis.com/auth/drive" }
        public static var httpsWwwGoogleapisComAuthDriveActivity: String { "https://www.googleapis.com/auth/drive.activity" }
        public static var httpsWwwGoogleapisComAuthDriveActivityReadonly: String { "https://www.googleapis.com/auth/drive.activity.readonly" }
        public static var httpsWwwGoogleapisComAuthDriveAppdata: String { "https://www.googleapis.com/auth/drive.appdata" }
        public static var httpsWwwGoogleapisComAuthDriveAppfolder: String { "https://www.googleapis.com/auth/drive.appfolder" }
        public static var httpsWwwGoogleapisComAuthDriveAppsReadonly: String { "https://www.googleapis.com/auth/drive.apps.readonly" }
        public static var httpsWwwGoogleapisComAuthDriveFile: String { "https://www.googleapis.com/auth/drive.file" }
        public static var httpsWwwGoogleapisComAuthDriveInstall: String { "https://www.googleapis.com/auth/drive.install" }
        public static var httpsWwwGoogleapisComAuthDriveMeetReadonly: String { "https://www.googleapis.com/auth/drive.meet.readonly" }
        public static var httpsWwwGoogleapisComAuthDriveMetadata: String { "https://www.googleapis.com/auth/drive.metadata" }
        public static var httpsWwwGoogleapisComAuthDriveMetadataReadonly: String { "https://www.googleapis.com/auth/drive.metadata.readonly" }
        public static var httpsWwwGoogleapisComAuthDriveReadonly: String { "https://www.googleapis.com/auth/drive.readonly" }
        public static var httpsWwwGoogleapisComAuthDriveScripts: String { "https://www.googleapis.com/auth/drive.scripts" }
        public static var httpsWwwGoogleapisComAuthGcmForChrome: String { "https://www.googleapis.com/auth/gcm_for_chrome" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Google Forms.
    public enum GoogleForms {
        public static var email: String { "email" }
        public static var httpsWwwGoogleapisComAuthDrive: String { "https://www.googleapis.com/auth/drive" }
        public static var httpsWwwGoogleapisComAuthDriveFile: String { "https://www.googleapis.com/auth/drive.file" }
        public static var httpsWwwGoogleapisComAuthDriveReadonly: String { "https://www.googleapis.com/auth/drive.readonly" }
        public static var httpsWwwGoogleapisComAuthFormsBody: String { "https://www.googleapis.com/auth/forms.body" }
        public static var httpsWwwGoogleapisComAuthFormsBodyReadonly: String { "https://www.googleapis.com/auth/forms.body.readonly" }
        public static var httpsWwwGoogleapisComAuthFormsResponsesReadonly: String { "https://www.googleapis.com/auth/forms.responses.readonly" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Gmail.
    public enum GoogleMail {
        public static var email: String { "email" }
        public static var httpsMailGoogleCom: String { "https://mail.google.com/" }
        public static var httpsWwwGoogleapisComAuthGmailAddonsCurrentActionCompose: String { "https://www.googleapis.com/auth/gmail.addons.current.action.compose" }
        public static var httpsWwwGoogleapisComAuthGmailAddonsCurrentMessageAction: String { "https://www.googleapis.com/auth/gmail.addons.current.message.action" }
        public static var httpsWwwGoogleapisComAuthGmailAddonsCurrentMessageMetadata: String { "https://www.googleapis.com/auth/gmail.addons.current.message.metadata" }
        public static var httpsWwwGoogleapisComAuthGmailAddonsCurrentMessageReadonly: String { "https://www.googleapis.com/auth/gmail.addons.current.message.readonly" }
        public static var httpsWwwGoogleapisComAuthGmailCompose: String { "https://www.googleapis.com/auth/gmail.compose" }
        public static var httpsWwwGoogleapisComAuthGmailInsert: String { "https://www.googleapis.com/auth/gmail.insert" }
        public static var httpsWwwGoogleapisComAuthGmailLabels: String { "https://www.googleapis.com/auth/gmail.labels" }
        public static var httpsWwwGoogleapisComAuthGmailMetadata: String { "https://www.googleapis.com/auth/gmail.metadata" }
        public static var httpsWwwGoogleapisComAuthGmailModify: String { "https://www.googleapis.com/auth/gmail.modify" }
        public static var httpsWwwGoogleapisComAuthGmailReadonly: String { "https://www.googleapis.com/auth/gmail.readonly" }
        public static var httpsWwwGoogleapisComAuthGmailSend: String { "https://www.googleapis.com/auth/gmail.send" }
        public static var httpsWwwGoogleapisComAuthGmailSettingsBasic: String { "https://www.googleapis.com/auth/gmail.settings.basic" }
        public static var httpsWwwGoogleapisComAuthGmailSettingsSharing: String { "https://www.googleapis.com/auth/gmail.settings.sharing" }
        public static var httpsWwwGoogleapisComAuthPlusLogin: String { "https://www.googleapis.com/auth/plus.login" }
        public static var httpsWwwGoogleapisComAuthUserinfoEmail: String { "https://www.googleapis.com/auth/userinfo.email" }
        public static var profile: String { "profile" }
    }
    /// Of Google Meet.
    public enum GoogleMeet {
        public static var httpsWwwGoogleapisComAuthMeetingsSpaceCreated: String { "https://www.googleapis.com/auth/meetings.space.created" }
        public static var httpsWwwGoogleapisComAuthMeetingsSpaceReadonly: String { "https://www.googleapis.com/auth/meetings.space.readonly" }
        public static var httpsWwwGoogleapisComAuthMeetingsSpaceSettings: String { "https://www.googleapis.com/auth/meetings.space.settings" }
    }
    /// Of Google Search Console.
    public enum GoogleSearchConsole {
        public static var httpsWwwGoogleapisComAuthWebmasters: String { "https://www.googleapis.com/auth/webmasters" }
        public static var httpsWwwGoogleapisComAuthWebmastersReadonly: String { "https://www.googleapis.com/auth/webmasters.readonly" }
    }
    /// Of Google Sheets.
    public enum GoogleSheet {
        public static var httpsWwwGoogleapisComAuthDrive: String { "https://www.googleapis.com/auth/drive" }
        public static var httpsWwwGoogleapisComAuthDriveFile: String { "https://www.googleapis.com/auth/drive.file" }
        public static var httpsWwwGoogleapisComAuthDriveReadonly: String { "https://www.googleapis.com/auth/drive.readonly" }
        public static var httpsWwwGoogleapisComAuthSpreadsheets: String { "https://www.googleapis.com/auth/spreadsheets" }
        public static var httpsWwwGoogleapisComAuthSpreadsheetsReadonly: String { "https://www.googleapis.com/auth/spreadsheets.readonly" }
    }
    /// Of Google Slides.
    public enum GoogleSlides {
        public static var httpsWwwGoogleapisComAuthDrive: String { "https://www.googleapis.com/auth/drive" }
        public static var httpsWwwGoogleapisComAuthDriveFile: String { "https://www.googleapis.com/auth/drive.file" }
        public static var httpsWwwGoogleapisComAuthDriveReadonly: String { "https://www.googleapis.com/auth/drive.readonly" }
        public static var httpsWwwGoogleapisComAuthPresentations: String { "https://www.googleapis.com/auth/presentations" }
        public static var httpsWwwGoogleapisComAuthPresentationsReadonly: String { "https://www.googleapis.com/auth/presentations.readonly" }
    }
    /// Of Google Tasks.
    public enum GoogleTasks {
        public static var email: String { "email" }
        public static var httpsWwwGoogleapisComAuthGcmForChrome: String { "https://www.googleapis.com/auth/gcm_for_chrome" }
        public static var httpsWwwGoogleapisComAuthTaskqueue: String { "https://www.googleapis.com/auth/taskqueue" }
        public static var httpsWwwGoogleapisComAuthTaskqueueConsumer: String { "https://www.googleapis.com/auth/taskqueue.consumer" }
        public static var httpsWwwGoogleapisComAuthTasks: String { "https://www.googleapis.com/auth/tasks" }
        public static var httpsWwwGoogleapisComAuthTasksReadonly: String { "https://www.googleapis.com/auth/tasks.readonly" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Google Workspace.
    public enum GoogleWorkspace {
        public static var email: String { "email" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryUserReadonly: String { "https://www.googleapis.com/auth/admin.directory.user.readonly" }
        public static var httpsWwwGoogleapisComAuthCalendarEvents: String { "https://www.googleapis.com/auth/calendar.events" }
        public static var httpsWwwGoogleapisComAuthCalendarReadonly: String { "https://www.googleapis.com/auth/calendar.readonly" }
        public static var httpsWwwGoogleapisComAuthContactsReadonly: String { "https://www.googleapis.com/auth/contacts.readonly" }
        public static var httpsWwwGoogleapisComAuthDriveFile: String { "https://www.googleapis.com/auth/drive.file" }
        public static var httpsWwwGoogleapisComAuthDriveReadonly: String { "https://www.googleapis.com/auth/drive.readonly" }
        public static var httpsWwwGoogleapisComAuthGmailReadonly: String { "https://www.googleapis.com/auth/gmail.readonly" }
        public static var httpsWwwGoogleapisComAuthGmailSend: String { "https://www.googleapis.com/auth/gmail.send" }
        public static var httpsWwwGoogleapisComAuthSpreadsheets: String { "https://www.googleapis.com/auth/spreadsheets" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Google Workspace Admin.
    public enum GoogleWorkspaceAdmin {
        public static var httpsWwwGoogleapisComAuthAdminDirectoryCustomer: String { "https://www.googleapis.com/auth/admin.directory.customer" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryCustomerReadonly: String { "https://www.googleapis.com/auth/admin.directory.customer.readonly" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryDeviceChromeos: String { "https://www.googleapis.com/auth/admin.directory.device.chromeos" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryDeviceChromeosReadonly: String { "https://www.googleapis.com/auth/admin.directory.device.chromeos.readonly" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryDeviceMobile: String { "https://www.googleapis.com/auth/admin.directory.device.mobile" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryDeviceMobileAction: String { "https://www.googleapis.com/auth/admin.directory.device.mobile.action" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryDeviceMobileReadonly: String { "https://www.googleapis.com/auth/admin.directory.device.mobile.readonly" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryDomain: String { "https://www.googleapis.com/auth/admin.directory.domain" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryDomainReadonly: String { "https://www.googleapis.com/auth/admin.directory.domain.readonly" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryGroup: String { "https://www.googleapis.com/auth/admin.directory.group" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryGroupMember: String { "https://www.googleapis.com/auth/admin.directory.group.member" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryGroupMemberReadonly: String { "https://www.googleapis.com/auth/admin.directory.group.member.readonly" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryGroupReadonly: String { "https://www.googleapis.com/auth/admin.directory.group.readonly" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryOrgunit: String { "https://www.googleapis.com/auth/admin.directory.orgunit" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryOrgunitReadonly: String { "https://www.googleapis.com/auth/admin.directory.orgunit.readonly" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryResourceCalendar: String { "https://www.googleapis.com/auth/admin.directory.resource.calendar" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryResourceCalendarReadonly: String { "https://www.googleapis.com/auth/admin.directory.resource.calendar.readonly" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryRolemanagement: String { "https://www.googleapis.com/auth/admin.directory.rolemanagement" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryRolemanagementReadonly: String { "https://www.googleapis.com/auth/admin.directory.rolemanagement.readonly" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryUser: String { "https://www.googleapis.com/auth/admin.directory.user" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryUserAlias: String { "https://www.googleapis.com/auth/admin.directory.user.alias" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryUserAliasReadonly: String { "https://www.googleapis.com/auth/admin.directory.user.alias.readonly" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryUserReadonly: String { "https://www.googleapis.com/auth/admin.directory.user.readonly" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryUserSecurity: String { "https://www.googleapis.com/auth/admin.directory.user.security" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryUserschema: String { "https://www.googleapis.com/auth/admin.directory.userschema" }
        public static var httpsWwwGoogleapisComAuthAdminDirectoryUserschemaReadonly: String { "https://www.googleapis.com/auth/admin.directory.userschema.readonly" }
    }
    /// Of Gorgias.
    public enum Gorgias {
        public static var accountRead: String { "account:read" }
        public static var accountWrite: String { "account:write" }
        public static var appsRead: String { "apps:read" }
        public static var appsWrite: String { "apps:write" }
        public static var customFieldsRead: String { "custom_fields:read" }
        public static var customFieldsWrite: String { "custom_fields:write" }
        public static var customersRead: String { "customers:read" }
        public static var customersWrite: String { "customers:write" }
        public static var email: String { "email" }
        public static var eventsRead: String { "events:read" }
        public static var eventsWrite: String { "events:write" }
        public static var integrationsRead: String { "integrations:read" }
        public static var integrationsWrite: String { "integrations:write" }
        public static var jobsRead: String { "jobs:read" }
        public static var jobsWrite: String { "jobs:write" }
        public static var macrosRead: String { "macros:read" }
        public static var macrosWrite: String { "macros:write" }
        public static var offline: String { "offline" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
        public static var rulesRead: String { "rules:read" }
        public static var rulesWrite: String { "rules:write" }
        public static var satisfactionSurveyRead: String { "satisfaction_survey:read" }
        public static var satisfactionSurveyWrite: String { "satisfaction_survey:write" }
        public static var statisticsRead: String { "statistics:read" }
        public static var tagsRead: String { "tags:read" }
        public static var tagsWrite: String { "tags:write" }
        public static var ticketsRead: String { "tickets:read" }
        public static var ticketsWrite: String { "tickets:write" }
        public static var usersRead: String { "users:read" }
        public static var usersWrite: String { "users:write" }
    }
    /// Of Greenhouse.
    public enum Greenhouse {
        public static var candidatesCreate: String { "candidates.create" }
        public static var candidatesView: String { "candidates.view" }
        public static var harvestApplicationsList: String { "harvest:applications:list" }
        public static var harvestCandidatesCreate: String { "harvest:candidates:create" }
        public static var harvestCandidatesList: String { "harvest:candidates:list" }
        public static var harvestCandidatesUpdate: String { "harvest:candidates:update" }
        public static var harvestInterviewsList: String { "harvest:interviews:list" }
        public static var harvestJobPostsList: String { "harvest:job_posts:list" }
        public static var harvestJobsList: String { "harvest:jobs:list" }
        public static var harvestNotesCreate: String { "harvest:notes:create" }
        public static var harvestScorecardsList: String { "harvest:scorecards:list" }
        public static var jobsView: String { "jobs.view" }
        public static var prospectPoolsView: String { "prospect_pools.view" }
    }
    /// Of Gumroad.
    public enum Gumroad {
        public static var viewSales: String { "view_sales" }
    }
    /// Of Gusto.
    public enum Gusto {
        public static var accessTokenRead: String { "access_token:read" }
        public static var accountingIntegrationsRead: String { "accounting_integrations:read" }
        public static var accountingIntegrationsWrite: String { "accounting_integrations:write" }
        public static var accountsWrite: String { "accounts:write" }
        public static var achTransactionsRead: String { "ach_transactions:read" }
        public static var ardiusDataRead: String { "ardius_data:read" }
        public static var ardiusDataWrite: String { "ardius_data:write" }
        public static var ardiusSystemDataWrite: String { "ardius_system_data:write" }
        public static var authenticationServiceApiRead: String { "authentication_service_api:read" }
        public static var authenticationServiceApiWrite: String { "authentication_service_api:write" }
        public static var benefitsRead: String { "benefits:read" }
        public static var breakPoliciesRead: String { "break_policies:read" }
        public static var breakPoliciesWrite: String { "break_policies:write" }
        public static var companiesDisconnectAppIntegration: String { "companies:disconnect_app_integration" }
        public static var companiesRead: String { "companies:read" }
        public static var companiesReadLimited: String { "companies:read:limited" }
        public static var companiesWrite: String { "companies:write" }
        public static var companyAdminRead: String { "company_admin:read" }
        public static var companyAdminWrite: String { "company_admin:write" }
        public static var companyAttachmentsRead: String { "company_attachments:read" }
        public static var companyAttachmentsWrite: String { "company_attachments:write" }
        public static var companyBankAccountsRead: String { "company_bank_accounts:read" }
        public static var companyBankAccountsWrite: String { "company_bank_accounts:write" }
        public static var companyBenefitsRead: String { "company_benefits:read" }
        public static var companyBenefitsReadPhi: String { "company_benefits:read:phi" }
        public static var companyBenefitsWrite: String { "company_benefits:write" }
        public static var companyBenefitsWriteBenefitTypeLimited: String { "company_benefits:write:benefit_type_limited" }
        public static var companyEarnedWageAccessManage: String { "company_earned_wage_access:manage" }
        public static var companyEarnedWageAccessRead: String { "company_earned_wage_access:read" }
        public static var companyFederalTaxesRead: String { "company_federal_taxes:read" }
        public static var companyFederalTaxesWrite: String { "company_federal_taxes:write" }
        public static var companyFormsRead: String { "company_forms:read" }
        public static var companyFormsSign: String { "company_forms:sign" }
        public static var companyOnboardingStatusBulkRead: String { "company_onboarding_status:bulk_read" }
        public static var companyOnboardingStatusRead: String { "company_onboarding_status:read" }
        public static var companyPaymentConfigsRead: String { "company_payment_configs:read" }
        public static var companyPaymentConfigsWrite: String { "company_payment_configs:write" }
        public static var companyReportsRead: String { "company_reports:read" }
        public static var companyReportsReadTier2Only: String { "company_reports:read:tier_2_only" }
        public static var companyReportsWrite: String { "company_reports:write" }
        public static var companyReportsWriteGeneralLedger: String { "company_reports:write:general_ledger" }
        public static var companySuspensionsRead: String { "company_suspensions:read" }
        public static var companySuspensionsWrite: String { "company_suspensions:write" }
        public static var companyTaxRequirementsRead: String { "company_tax_requirements:read" }
        public static var companyTaxRequirementsWrite: String { "company_tax_requirements:write" }
        public static var compensationsRead: String { "compensations:read" }
        public static var compensationsWrite: String { "compensations:write" }
        public static var configFlowsWrite: String { "config_flows:write" }
        public static var contractorDocumentsRead: String { "contractor_documents:read" }
        public static var contractorDocumentsWrite: String { "contractor_documents:write" }
        public static var contractorFormsRead: String { "contractor_forms:read" }
        public static var contractorPayStubsRead: String { "contractor_pay_stubs:read" }
        public static var contractorPaymentMethodsRead: String { "contractor_payment_methods:read" }
        public static var contractorPaymentMethodsReadAccountNumber: String { "contractor_payment_methods:read:account_number" }
        public static var contractorPaymentMethodsWrite: String { "contractor_payment_methods:write" }
        public static var contractorsManage: String { "contractors:manage" }
        public static var contractorsRead: String { "contractors:read" }
        public static var contractorsWrite: String { "contractors:write" }
        public static var cxPortalAccessTokensWrite: String { "cx_portal_access_tokens:write" }
        public static var cxPortalUsersManagementWrite: String { "cx_portal_users_management:write" }
        public static var demoNotificationsWrite: String { "demo_notifications:write" }
        public static var departmentsRead: String { "departments:read" }
        public static var departmentsWrite: String { "departments:write" }
        public static var earnedWageAccessManage: String { "earned_wage_access:manage" }
        public static var earnedWageAccessRead: String { "earned_wage_access:read" }
        public static var earnedWageAccessWrite: String { "earned_wage_access:write" }
        public static var elevateEmployeesRead: String { "elevate_employees:read" }
        public static var employeeBenefitsRead: String { "employee_benefits:read" }
        public static var employeeBenefitsReadPhi: String { "employee_benefits:read:phi" }
        public static var employeeBenefitsWrite: String { "employee_benefits:write" }
        public static var employeeBenefitsWriteBenefitTypeLimited: String { "employee_benefits:write:benefit_type_limited" }
        public static var employeeFederalTaxesRead: String { "employee_federal_taxes:read" }
        public static var employeeFederalTaxesWrite: String { "employee_federal_taxes:write" }
        public static var employeeFormsRead: String { "employee_forms:read" }
        public static var employeeFormsSign: String { "employee_forms:sign" }
        public static var employeePaymentMethodsRead: String { "employee_payment_methods:read" }
        public static var employeePaymentMethodsReadAccountNumber: String { "employee_payment_methods:read:account_number" }
        public static var employeePaymentMethodsWrite: String { "employee_payment_methods:write" }
        public static var employeeStateTaxesRead: String { "employee_state_taxes:read" }
        public static var employeeStateTaxesWrite: String { "employee_state_taxes:write" }
        public static var employeeTimeOffActivitiesRead: String { "employee_time_off_activities:read" }
        public static var employeesManage: String { "employees:manage" }
        public static var employeesRead: String { "employees:read" }
        public static var employeesWrite: String { "employees:write" }
        public static var employeesWithSsnRead: String { "employees_with_ssn:read" }
        public static var employmentsRead: String { "employments:read" }
        public static var employmentsWrite: String { "employments:write" }
        public static var equifaxVerificationRead: String { "equifax_verification:read" }
        public static var eventsRead: String { "events:read" }
        public static var externalPayrollsRead: String { "external_payrolls:read" }
        public static var externalPayrollsWrite: String { "external_payrolls:write" }
        public static var flowsWrite: String { "flows:write" }
        public static var garnishmentsRead: String { "garnishments:read" }
        public static var garnishmentsWrite: String { "garnishments:write" }
        public static var generatedDocumentsRead: String { "generated_documents:read" }
        public static var generatedDocumentsWrite: String { "generated_documents:write" }
        public static var graphqlInternal: String { "graphql:internal" }
        public static var gustoEarnedWageAccessClairApiManage: String { "gusto_earned_wage_access_clair_api:manage" }
        public static var gustoWalletAccountsRead: String { "gusto_wallet_accounts:read" }
        public static var healthInsuranceRead: String { "health_insurance:read" }
        public static var healthInsuranceWrite: String { "health_insurance:write" }
        public static var holidayPayPoliciesRead: String { "holiday_pay_policies:read" }
        public static var holidayPayPoliciesWrite: String { "holiday_pay_policies:write" }
        public static var i9AuthorizationsManage: String { "i9_authorizations:manage" }
        public static var i9AuthorizationsRead: String { "i9_authorizations:read" }
        public static var i9AuthorizationsWrite: String { "i9_authorizations:write" }
        public static var informationRequestsRead: String { "information_requests:read" }
        public static var informationRequestsReadRequiredQuestions: String { "information_requests:read:required_questions" }
        public static var informationRequestsWrite: String { "information_requests:write" }
        public static var integrationsAuthorize: String { "integrations:authorize" }
        public static var invoicesRead: String { "invoices:read" }
        public static var jobsRead: String { "jobs:read" }
        public static var jobsWrite: String { "jobs:write" }
        public static var kioskTimeTrackingRead: String { "kiosk_time_tracking:read" }
        public static var kioskTimeTrackingUpdate: String { "kiosk_time_tracking:update" }
        public static var melioProfileRead: String { "melio_profile:read" }
        public static var memberPortalAccessTokensWrite: String { "member_portal_access_tokens:write" }
        public static var memberPortalInvitationInternal: String { "member_portal_invitation:internal" }
        public static var memberPortalInvitationRead: String { "member_portal_invitation:read" }
        public static var memberPortalInvitationWrite: String { "member_portal_invitation:write" }
        public static var notificationsRead: String { "notifications:read" }
        public static var openid: String { "openid" }
        public static var overtimePoliciesRead: String { "overtime_policies:read" }
        public static var overtimePoliciesWrite: String { "overtime_policies:write" }
        public static var partnerDisbursementsRead: String { "partner_disbursements:read" }
        public static var partnerDisbursementsWrite: String { "partner_disbursements:write" }
        public static var partnerExternalUserMappingsWrite: String { "partner_external_user_mappings:write" }
        public static var partnerManagedCanadianCompaniesManage: String { "partner_managed_canadian_companies:manage" }
        public static var partnerManagedCompaniesManage: String { "partner_managed_companies:manage" }
        public static var partnerManagedCompaniesRead: String { "partner_managed_companies:read" }
        public static var partnerManagedCompaniesWrite: String { "partner_managed_companies:write" }
        public static var partnerPortalInvitationWrite: String { "partner_portal_invitation:write" }
        public static var paySchedulesRead: String { "pay_schedules:read" }
        public static var paySchedulesWrite: String { "pay_schedules:write" }
        public static var payStubsRead: String { "pay_stubs:read" }
        public static var payrollActivityRead: String { "payroll_activity:read" }
        public static var payrollDigestsRead: String { "payroll_digests:read" }
        public static var payrollDigestsWrite: String { "payroll_digests:write" }
        public static var payrollSyncsRead: String { "payroll_syncs:read" }
        public static var payrollSyncsWrite: String { "payroll_syncs:write" }
        public static var payrollsRead: String { "payrolls:read" }
        public static var payrollsRun: String { "payrolls:run" }
        public static var payrollsWrite: String { "payrolls:write" }
        public static var peopleBatchesRead: String { "people_batches:read" }
        public static var peopleBatchesWrite: String { "people_batches:write" }
        public static var plaidWrite: String { "plaid:write" }
        public static var plaidFdxReadAccounts: String { "plaid_fdx:read:accounts" }
        public static var plaidFdxReadContacts: String { "plaid_fdx:read:contacts" }
        public static var plaidFdxReadTransactions: String { "plaid_fdx:read:transactions" }
        public static var plaidProcessorWrite: String { "plaid_processor:write" }
    }
    /// Of Harvest.
    public enum Harvest {
        public static var all: String { "all" }
        public static var forecastAll: String { "forecast:all" }
        public static var harvestAll: String { "harvest:all" }
    }
    /// Of Heroku.
    public enum Heroku {
        public static var global: String { "global" }
        public static var identity: String { "identity" }
        public static var read: String { "read" }
        public static var readProtected: String { "read-protected" }
        public static var write: String { "write" }
        public static var writeProtected: String { "write-protected" }
    }
    /// Of HighLevel.
    public enum Highlevel {
        public static var adPublishingReadOnly: String { "adPublishing.readOnly" }
        public static var adPublishingWrite: String { "adPublishing.write" }
        public static var associationsReadonly: String { "associations.readonly" }
        public static var associationsWrite: String { "associations.write" }
        public static var associationsRelationReadonly: String { "associations/relation.readonly" }
        public static var associationsRelationWrite: String { "associations/relation.write" }
        public static var blogsAuthorReadonly: String { "blogs/author.readonly" }
        public static var blogsCategoryReadonly: String { "blogs/category.readonly" }
        public static var blogsCheckSlugReadonly: String { "blogs/check-slug.readonly" }
        public static var blogsPostUpdateWrite: String { "blogs/post-update.write" }
        public static var blogsPostWrite: String { "blogs/post.write" }
        public static var businessesReadonly: String { "businesses.readonly" }
        public static var businessesWrite: String { "businesses.write" }
        public static var calendarsReadonly: String { "calendars.readonly" }
        public static var calendarsWrite: String { "calendars.write" }
        public static var calendarsEventsReadonly: String { "calendars/events.readonly" }
        public static var calendarsEventsWrite: String { "calendars/events.write" }
        public static var calendarsGroupsReadonly: String { "calendars/groups.readonly" }
        public static var calendarsGroupsWrite: String { "calendars/groups.write" }
        public static var calendarsResourcesReadonly: String { "calendars/resources.readonly" }
        public static var calendarsResourcesWrite: String { "calendars/resources.write" }
        public static var campaignsReadonly: String { "campaigns.readonly" }
        public static var chargesReadonly: String { "charges.readonly" }
        public static var chargesWrite: String { "charges.write" }
        public static var companiesReadonly: String { "companies.readonly" }
        public static var contactsReadonly: String { "contacts.readonly" }
        public static var contactsWrite: String { "contacts.write" }
        public static var conversationsReadonly: String { "conversations.readonly" }
        public static var conversationsWrite: String { "conversations.write" }
        public static var conversationsMessageReadonly: String { "conversations/message.readonly" }
        public static var conversationsMessageWrite: String { "conversations/message.write" }
        public static var coursesWrite: String { "courses.write" }
        public static var customMenuLinkReadonly: String { "custom-menu-link.readonly" }
        public static var customMenuLinkWrite: String { "custom-menu-link.write" }
        public static var documentsContractsListReadonly: String { "documents_contracts/list.readonly" }
        public static var documentsContractsSendlinkWrite: String { "documents_contracts/sendlink.write" }
        public static var documentsContractsTemplatesListReadonly: String { "documents_contracts_templates/list.readonly" }
        public static var documentsContractsTemplatesSendlinkWrite: String { "documents_contracts_templates/sendlink.write" }
        public static var emailsBuilderReadonly: String { "emails/builder.readonly" }
        public static var emailsBuilderWrite: String { "emails/builder.write" }
        public static var emailsScheduleReadonly: String { "emails/schedule.readonly" }
        public static var formsReadonly: String { "forms.readonly" }
        public static var formsWrite: String { "forms.write" }
        public static var funnelsFunnelReadonly: String { "funnels/funnel.readonly" }
        public static var funnelsPageReadonly: String { "funnels/page.readonly" }
        public static var funnelsPagecountReadonly: String { "funnels/pagecount.readonly" }
        public static var funnelsRedirectReadonly: String { "funnels/redirect.readonly" }
        public static var funnelsRedirectWrite: String { "funnels/redirect.write" }
        public static var invoicesReadonly: String { "invoices.readonly" }
        public static var invoicesWrite: String { "invoices.write" }
        public static var invoicesEstimateReadonly: String { "invoices/estimate.readonly" }
        public static var invoicesEstimateWrite: String { "invoices/estimate.write" }
        public static var invoicesScheduleReadonly: String { "invoices/schedule.readonly" }
        public static var invoicesScheduleWrite: String { "invoices/schedule.write" }
        public static var invoicesTemplateReadonly: String { "invoices/template.readonly" }
        public static var invoicesTemplateWrite: String { "invoices/template.write" }
        public static var linksReadonly: String { "links.readonly" }
        public static var linksWrite: String { "links.write" }
        public static var locationsReadonly: String { "locations.readonly" }
        public static var locationsWrite: String { "locations.write" }
        public static var locationsCustomFieldsReadonly: String { "locations/customFields.readonly" }
        public static var locationsCustomFieldsWrite: String { "locations/customFields.write" }
        public static var locationsCustomValuesReadonly: String { "locations/customValues.readonly" }
        public static var locationsCustomValuesWrite: String { "locations/customValues.write" }
        public static var locationsTagsReadonly: String { "locations/tags.readonly" }
        public static var locationsTagsWrite: String { "locations/tags.write" }
        public static var locationsTasksReadonly: String { "locations/tasks.readonly" }
        public static var locationsTemplatesReadonly: String { "locations/templates.readonly" }
        public static var marketplaceInstallerDetailsReadonly: String { "marketplace-installer-details.readonly" }
        public static var mediasReadonly: String { "medias.readonly" }
        public static var mediasWrite: String { "medias.write" }
        public static var numberpoolsRead: String { "numberpools.read" }
        public static var oauthReadonly: String { "oauth.readonly" }
        public static var oauthWrite: String { "oauth.write" }
        public static var objectsRecordReadonly: String { "objects/record.readonly" }
        public static var objectsRecordWrite: String { "objects/record.write" }
        public static var objectsSchemaReadonly: String { "objects/schema.readonly" }
        public static var objectsSchemaWrite: String { "objects/schema.write" }
        public static var opportunitiesReadonly: String { "opportunities.readonly" }
        public static var opportunitiesWrite: String { "opportunities.write" }
        public static var paymentsCouponsReadonly: String { "payments/coupons.readonly" }
        public static var paymentsCouponsWrite: String { "payments/coupons.write" }
        public static var paymentsCustomProviderReadonly: String { "payments/custom-provider.readonly" }
        public static var paymentsCustomProviderWrite: String { "payments/custom-provider.write" }
        public static var paymentsIntegrationReadonly: String { "payments/integration.readonly" }
        public static var paymentsIntegrationWrite: String { "payments/integration.write" }
        public static var paymentsOrdersReadonly: String { "payments/orders.readonly" }
        public static var paymentsOrdersWrite: String { "payments/orders.write" }
        public static var paymentsSubscriptionsReadonly: String { "payments/subscriptions.readonly" }
        public static var paymentsTransactionsReadonly: String { "payments/transactions.readonly" }
        public static var phonenumbersRead: String { "phonenumbers.read" }
        public static var productsReadonly: String { "products.readonly" }
        public static var productsWrite: String { "products.write" }
        public static var productsCollectionReadonly: String { "products/collection.readonly" }
        public static var productsCollectionWrite: String { "products/collection.write" }
        public static var productsPricesReadonly: String { "products/prices.readonly" }
        public static var productsPricesWrite: String { "products/prices.write" }
        public static var saasCompanyWrite: String { "saas/company.write" }
        public static var saasLocationRead: String { "saas/location.read" }
        public static var saasLocationWrite: String { "saas/location.write" }
        public static var snapshotsReadonly: String { "snapshots.readonly" }
        public static var snapshotsWrite: String { "snapshots.write" }
        public static var socialplannerAccountReadonly: String { "socialplanner/account.readonly" }
        public static var socialplannerAccountWrite: String { "socialplanner/account.write" }
        public static var socialplannerCategoryReadonly: String { "socialplanner/category.readonly" }
        public static var socialplannerCsvReadonly: String { "socialplanner/csv.readonly" }
        public static var socialplannerCsvWrite: String { "socialplanner/csv.write" }
        public static var socialplannerOauthReadonly: String { "socialplanner/oauth.readonly" }
        public static var socialplannerOauthWrite: String { "socialplanner/oauth.write" }
        public static var socialplannerPostReadonly: String { "socialplanner/post.readonly" }
        public static var socialplannerPostWrite: String { "socialplanner/post.write" }
        public static var socialplannerStatisticsReadonly: String { "socialplanner/statistics.readonly" }
        public static var socialplannerTagReadonly: String { "socialplanner/tag.readonly" }
        public static var surveysReadonly: String { "surveys.readonly" }
        public static var usersReadonly: String { "users.readonly" }
        public static var usersWrite: String { "users.write" }
        public static var voiceAiAgentGoalsReadonly: String { "voice-ai-agent-goals.readonly" }
        public static var voiceAiAgentGoalsWrite: String { "voice-ai-agent-goals.write" }
        public static var voiceAiAgentsReadonly: String { "voice-ai-agents.readonly" }
        public static var voiceAiAgentsWrite: String { "voice-ai-agents.write" }
        public static var voiceAiDashboardReadonly: String { "voice-ai-dashboard.readonly" }
        public static var workflowsReadonly: String { "workflows.readonly" }
    }
    /// Of HubSpot.
    public enum Hubspot {
        public static var accountInfoSecurityRead: String { "account-info.security.read" }
        public static var accounting: String { "accounting" }
        public static var actions: String { "actions" }
        public static var analyticsBehavioralEventsSend: String { "analytics.behavioral_events.send" }
        public static var automation: String { "automation" }
        public static var automationSequencesEnrollmentsWrite: String { "automation.sequences.enrollments.write" }
        public static var automationSequencesRead: String { "automation.sequences.read" }
        public static var behavioralEventsEventDefinitionsReadWrite: String { "behavioral_events.event_definitions.read_write" }
        public static var businessIntelligence: String { "business-intelligence" }
        public static var businessUnitsViewRead: String { "business_units.view.read" }
        public static var cmsDomainsRead: String { "cms.domains.read" }
        public static var cmsDomainsWrite: String { "cms.domains.write" }
        public static var cmsFunctionsRead: String { "cms.functions.read" }
        public static var cmsFunctionsWrite: String { "cms.functions.write" }
        public static var cmsKnowledgeBaseArticlesPublish: String { "cms.knowledge_base.articles.publish" }
        public static var cmsKnowledgeBaseArticlesRead: String { "cms.knowledge_base.articles.read" }
        public static var cmsKnowledgeBaseArticlesWrite: String { "cms.knowledge_base.articles.write" }
        public static var cmsKnowledgeBaseSettingsRead: String { "cms.knowledge_base.settings.read" }
        public static var cmsKnowledgeBaseSettingsWrite: String { "cms.knowledge_base.settings.write" }
        public static var cmsMembershipAccessGroupsRead: String { "cms.membership.access_groups.read" }
        public static var cmsMembershipAccessGroupsWrite: String { "cms.membership.access_groups.write" }
        public static var collectorGraphqlQueryExecute: String { "collector.graphql_query.execute" }
        public static var collectorGraphqlSchemaRead: String { "collector.graphql_schema.read" }
        public static var communicationPreferencesRead: String { "communication_preferences.read" }
        public static var communicationPreferencesReadWrite: String { "communication_preferences.read_write" }
        public static var communicationPreferencesStatusesBatchRead: String { "communication_preferences.statuses.batch.read" }
        public static var communicationPreferencesStatusesBatchWrite: String { "communication_preferences.statuses.batch.write" }
        public static var communicationPreferencesWrite: String { "communication_preferences.write" }
        public static var contacts: String { "contacts" }
        public static var content: String { "content" }
        public static var conversationsCustomChannelsRead: String { "conversations.custom_channels.read" }
        public static var conversationsCustomChannelsWrite: String { "conversations.custom_channels.write" }
        public static var conversationsRead: String { "conversations.read" }
        public static var conversationsVisitorIdentificationTokensCreate: String { "conversations.visitor_identification.tokens.create" }
        public static var conversationsWrite: String { "conversations.write" }
        public static var crmDealsplitsReadWrite: String { "crm.dealsplits.read_write" }
        public static var crmExport: String { "crm.export" }
        public static var crmImport: String { "crm.import" }
        public static var crmListsRead: String { "crm.lists.read" }
        public static var crmListsWrite: String { "crm.lists.write" }
        public static var crmObjectsAppointmentsRead: String { "crm.objects.appointments.read" }
        public static var crmObjectsAppointmentsSensitiveRead: String { "crm.objects.appointments.sensitive.read" }
        public static var crmObjectsAppointmentsSensitiveWrite: String { "crm.objects.appointments.sensitive.write" }
        public static var crmObjectsAppointmentsWrite: String { "crm.objects.appointments.write" }
        public static var crmObjectsCartsRead: String { "crm.objects.carts.read" }
        public static var crmObjectsCartsWrite: String { "crm.objects.carts.write" }
        public static var crmObjectsCommercepaymentsRead: String { "crm.objects.commercepayments.read" }
        public static var crmObjectsCompaniesHighlySensitiveRead: String { "crm.objects.companies.highly_sensitive.read" }
        public static var crmObjectsCompaniesHighlySensitiveWrite: String { "crm.objects.companies.highly_sensitive.write" }
        public static var crmObjectsCompaniesRead: String { "crm.objects.companies.read" }
        public static var crmObjectsCompaniesSensitiveRead: String { "crm.objects.companies.sensitive.read" }
        public static var crmObjectsCompaniesSensitiveWrite: String { "crm.objects.companies.sensitive.write" }
        public static var crmObjectsCompaniesWrite: String { "crm.objects.companies.write" }
        public static var crmObjectsContactsHighlySensitiveRead: String { "crm.objects.contacts.highly_sensitive.read" }
        public static var crmObjectsContactsHighlySensitiveWrite: String { "crm.objects.contacts.highly_sensitive.write" }
        public static var crmObjectsContactsRead: String { "crm.objects.contacts.read" }
        public static var crmObjectsContactsSensitiveRead: String { "crm.objects.contacts.sensitive.read" }
        public static var crmObjectsContactsSensitiveWrite: String { "crm.objects.contacts.sensitive.write" }
        public static var crmObjectsContactsWrite: String { "crm.objects.contacts.write" }
        public static var crmObjectsCoursesRead: String { "crm.objects.courses.read" }
        public static var crmObjectsCoursesWrite: String { "crm.objects.courses.write" }
        public static var crmObjectsCustomHighlySensitiveRead: String { "crm.objects.custom.highly_sensitive.read" }
        public static var crmObjectsCustomHighlySensitiveWrite: String { "crm.objects.custom.highly_sensitive.write" }
        public static var crmObjectsCustomRead: String { "crm.objects.custom.read" }
        public static var crmObjectsCustomSensitiveRead: String { "crm.objects.custom.sensitive.read" }
        public static var crmObjectsCustomSensitiveWrite: String { "crm.objects.custom.sensitive.write" }
        public static var crmObjectsCustomWrite: String { "crm.objects.custom.write" }
        public static var crmObjectsDealsHighlySensitiveRead: String { "crm.objects.deals.highly_sensitive.read" }
        public static var crmObjectsDealsHighlySensitiveWrite: String { "crm.objects.deals.highly_sensitive.write" }
        public static var crmObjectsDealsRead: String { "crm.objects.deals.read" }
        public static var crmObjectsDealsSensitiveRead: String { "crm.objects.deals.sensitive.read" }
        public static var crmObjectsDealsSensitiveWrite: String { "crm.objects.deals.sensitive.write" }
        public static var crmObjectsDealsWrite: String { "crm.objects.deals.write" }
        public static var crmObjectsFeedbackSubmissionRead: String { "crm.objects.feedback_submission.read" }
        public static var crmObjectsGoalsRead: String { "crm.objects.goals.read" }
        public static var crmObjectsInvoicesRead: String { "crm.objects.invoices.read" }
        public static var crmObjectsLeadsRead: String { "crm.objects.leads.read" }
        public static var crmObjectsLeadsWrite: String { "crm.objects.leads.write" }
        public static var crmObjectsLineItemsRead: String { "crm.objects.line_items.read" }
        public static var crmObjectsLineItemsWrite: String { "crm.objects.line_items.write" }
        public static var crmObjectsListingsRead: String { "crm.objects.listings.read" }
        public static var crmObjectsListingsWrite: String { "crm.objects.listings.write" }
        public static var crmObjectsMarketingEventsRead: String { "crm.objects.marketing_events.read" }
        public static var crmObjectsMarketingEventsWrite: String { "crm.objects.marketing_events.write" }
        public static var crmObjectsOrdersRead: String { "crm.objects.orders.read" }
        public static var crmObjectsOrdersWrite: String { "crm.objects.orders.write" }
        public static var crmObjectsOwnersRead: String { "crm.objects.owners.read" }
        public static var crmObjectsPartnerClientsRead: String { "crm.objects.partner-clients.read" }
        public static var crmObjectsPartnerClientsWrite: String { "crm.objects.partner-clients.write" }
        public static var crmObjectsPartnerServicesRead: String { "crm.objects.partner-services.read" }
        public static var crmObjectsPartnerServicesWrite: String { "crm.objects.partner-services.write" }
        public static var crmObjectsProjectsHighlySensitiveRead: String { "crm.objects.projects.highly_sensitive.read" }
        public static var crmObjectsProjectsHighlySensitiveWrite: String { "crm.objects.projects.highly_sensitive.write" }
        public static var crmObjectsProjectsRead: String { "crm.objects.projects.read" }
        public static var crmObjectsProjectsSensitiveRead: String { "crm.objects.projects.sensitive.read" }
        public static var crmObjectsProjectsSensitiveWrite: String { "crm.objects.projects.sensitive.write" }
        public static var crmObjectsProjectsWrite: String { "crm.objects.projects.write" }
        public static var crmObjectsQuotesRead: String { "crm.objects.quotes.read" }
        public static var crmObjectsQuotesWrite: String { "crm.objects.quotes.write" }
        public static var crmObjectsServicesRead: String { "crm.objects.services.read" }
        public static var crmObjectsServicesWrite: String { "crm.objects.services.write" }
        public static var crmObjectsSubscriptionsRead: String { "crm.objects.subscriptions.read" }
        public static var crmObjectsUsersRead: String { "crm.objects.users.read" }
        public static var crmObjectsUsersWrite: String { "crm.objects.users.write" }
        public static var crmPipelinesOrdersRead: String { "crm.pipelines.orders.read" }
        public static var crmPipelinesOrdersWrite: String { "crm.pipelines.orders.write" }
        public static var crmSchemasAppointmentsRead: String { "crm.schemas.appointments.read" }
        public static var crmSchemasAppointmentsWrite: String { "crm.schemas.appointments.write" }
        public static var crmSchemasCartsRead: String { "crm.schemas.carts.read" }
        public static var crmSchemasCartsWrite: String { "crm.schemas.carts.write" }
        public static var crmSchemasCommercepaymentsRead: String { "crm.schemas.commercepayments.read" }
        public static var crmSchemasCompaniesRead: String { "crm.schemas.companies.read" }
        public static var crmSchemasCompaniesWrite: String { "crm.schemas.companies.write" }
        public static var crmSchemasContactsRead: String { "crm.schemas.contacts.read" }
        public static var crmSchemasContactsWrite: String { "crm.schemas.contacts.write" }
        public static var crmSchemasCustomRead: String { "crm.schemas.custom.read" }
        public static var crmSchemasDealsRead: String { "crm.schemas.deals.read" }
        public static var crmSchemasDealsWrite: String { "crm.schemas.deals.write" }
        public static var crmSchemasInvoicesRead: String { "crm.schemas.invoices.read" }
        public static var crmSchemasInvoicesWrite: String { "crm.schemas.invoices.write" }
        public static var crmSchemasLineItemsRead: String { "crm.schemas.line_items.read" }
        public static var crmSchemasListingsRead: String { "crm.schemas.listings.read" }
        public static var crmSchemasListingsWrite: String { "crm.schemas.listings.write" }
        public static var crmSchemasOrdersRead: String { "crm.schemas.orders.read" }
        public static var crmSchemasOrdersWrite: String { "crm.schemas.orders.write" }
        public static var crmSchemasProjectsRead: String { "crm.schemas.projects.read" }
        public static var crmSchemasProjectsWrite: String { "crm.schemas.projects.write" }
        public static var crmSchemasQuotesRead: String { "crm.schemas.quotes.read" }
        public static var crmSchemasServicesRead: String { "crm.schemas.services.read" }
        public static var crmSchemasServicesWrite: String { "crm.schemas.services.write" }
        public static var crmSchemasSubscriptionsRead: String { "crm.schemas.subscriptions.read" }
        public static var crmSchemasSubscriptionsWrite: String { "crm.schemas.subscriptions.write" }
        public static var ctasRead: String { "ctas.read" }
        public static var eCommerce: String { "e-commerce" }
        public static var externalIntegrationsFormsAccess: String { "external_integrations.forms.access" }
        public static var files: String { "files" }
        public static var filesUiHiddenRead: String { "files.ui_hidden.read" }
        public static var forms: String { "forms" }
        public static var formsUploadedFiles: String { "forms-uploaded-files" }
        public static var hubdb: String { "hubdb" }
        public static var integrationSync: String { "integration-sync" }
        public static var marketingEmail: String { "marketing-email" }
        public static var marketingCampaignsRead: String { "marketing.campaigns.read" }
        public static var marketingCampaignsRevenueRead: String { "marketing.campaigns.revenue.read" }
        public static var marketingCampaignsWrite: String { "marketing.campaigns.write" }
        public static var mediaBridgeRead: String { "media_bridge.read" }
        public static var mediaBridgeWrite: String { "media_bridge.write" }
        public static var oauth: String { "oauth" }
        public static var reports: String { "reports" }
        public static var salesEmailRead: String { "sales-email-read" }
    }
    /// Of Hubstaff.
    public enum Hubstaff {
        public static var email: String { "email" }
        public static var hubstaffRead: String { "hubstaff:read" }
        public static var hubstaffWrite: String { "hubstaff:write" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
        public static var tasksRead: String { "tasks:read" }
        public static var tasksWrite: String { "tasks:write" }
    }
    /// Of Ironclad.
    public enum Ironclad {
        public static var openid: String { "openid" }
        public static var publicEntitiesCreateEntities: String { "public.entities.createEntities" }
        public static var publicEntitiesDeleteEntities: String { "public.entities.deleteEntities" }
        public static var publicEntitiesReadEntities: String { "public.entities.readEntities" }
        public static var publicEntitiesReadRelationshipTypes: String { "public.entities.readRelationshipTypes" }
        public static var publicEntitiesUpdateEntities: String { "public.entities.updateEntities" }
        public static var publicExportCreateReports: String { "public.export.createReports" }
        public static var publicExportReadReports: String { "public.export.readReports" }
        public static var publicObligationsCreateObligations: String { "public.obligations.createObligations" }
        public static var publicObligationsDeleteObligations: String { "public.obligations.deleteObligations" }
        public static var publicObligationsReadObligations: String { "public.obligations.readObligations" }
        public static var publicObligationsUpdateObligations: String { "public.obligations.updateObligations" }
        public static var publicRecordsApplyContractActions: String { "public.records.applyContractActions" }
        public static var publicRecordsCreateAttachments: String { "public.records.createAttachments" }
        public static var publicRecordsCreateRecords: String { "public.records.createRecords" }
        public static var publicRecordsCreateSmartImportRecords: String { "public.records.createSmartImportRecords" }
        public static var publicRecordsDeleteAttachments: String { "public.records.deleteAttachments" }
        public static var publicRecordsDeleteRecords: String { "public.records.deleteRecords" }
        public static var publicRecordsReadAttachments: String { "public.records.readAttachments" }
        public static var publicRecordsReadRecords: String { "public.records.readRecords" }
        public static var publicRecordsReadSchemas: String { "public.records.readSchemas" }
        public static var publicRecordsReadSmartImportRecords: String { "public.records.readSmartImportRecords" }
        public static var publicRecordsUpdateRecords: String { "public.records.updateRecords" }
        public static var publicSearchConversational: String { "public.search.conversational" }
        public static var publicWebhooksCreateWebhooks: String { "public.webhooks.createWebhooks" }
        public static var publicWebhooksDeleteWebhooks: String { "public.webhooks.deleteWebhooks" }
        public static var publicWebhooksReadWebhooks: String { "public.webhooks.readWebhooks" }
        public static var publicWebhooksUpdateWebhooks: String { "public.webhooks.updateWebhooks" }
        public static var publicWorkflowsCancel: String { "public.workflows.cancel" }
        public static var publicWorkflowsCancelSignatureRequests: String { "public.workflows.cancelSignatureRequests" }
        public static var publicWorkflowsCreateComments: String { "public.workflows.createComments" }
        public static var publicWorkflowsCreateDocuments: String { "public.workflows.createDocuments" }
        public static var publicWorkflowsCreateEmbeddableSignerUrls: String { "public.workflows.createEmbeddableSignerUrls" }
        public static var publicWorkflowsCreateFromSource: String { "public.workflows.createFromSource" }
        public static var publicWorkflowsCreateSignatureRecipientUrls: String { "public.workflows.createSignatureRecipientUrls" }
        public static var publicWorkflowsCreateWorkflows: String { "public.workflows.createWorkflows" }
        public static var publicWorkflowsDeleteScheduledSignatureRequest: String { "public.workflows.deleteScheduledSignatureRequest" }
        public static var publicWorkflowsDeleteSigners: String { "public.workflows.deleteSigners" }
        public static var publicWorkflowsPauseAndResume: String { "public.workflows.pauseAndResume" }
        public static var publicWorkflowsReadApprovals: String { "public.workflows.readApprovals" }
        public static var publicWorkflowsReadComments: String { "public.workflows.readComments" }
        public static var publicWorkflowsReadDocuments: String { "public.workflows.readDocuments" }
        public static var publicWorkflowsReadEmailCommunications: String { "public.workflows.readEmailCommunications" }
        public static var publicWorkflowsReadParticipants: String { "public.workflows.readParticipants" }
        public static var publicWorkflowsReadSchemas: String { "public.workflows.readSchemas" }
        public static var publicWorkflowsReadSignStatus: String { "public.workflows.readSignStatus" }
        public static var publicWorkflowsReadSignatures: String { "public.workflows.readSignatures" }
        public static var publicWorkflowsReadTurnHistory: String { "public.workflows.readTurnHistory" }
        public static var publicWorkflowsReadWorkflows: String { "public.workflows.readWorkflows" }
        public static var publicWorkflowsRemindSigners: String { "public.workflows.remindSigners" }
        public static var publicWorkflowsRevertToReview: String { "public.workflows.revertToReview" }
        public static var publicWorkflowsScheduleSendSignatureRequest: String { "public.workflows.scheduleSendSignatureRequest" }
        public static var publicWorkflowsSendSignatureRequests: String { "public.workflows.sendSignatureRequests" }
        public static var publicWorkflowsUpdateApprovals: String { "public.workflows.updateApprovals" }
        public static var publicWorkflowsUpdateFromSource: String { "public.workflows.updateFromSource" }
        public static var publicWorkflowsUpdateScheduledSignatureRequest: String { "public.workflows.updateScheduledSignatureRequest" }
        public static var publicWorkflowsUpdateSignaturePacket: String { "public.workflows.updateSignaturePacket" }
        public static var publicWorkflowsUpdateSigners: String { "public.workflows.updateSigners" }
        public static var publicWorkflowsUpdateWorkflows: String { "public.workflows.updateWorkflows" }
        public static var publicWorkflowsUploadSignedDocuments: String { "public.workflows.uploadSignedDocuments" }
        public static var scimGroupsCreateGroups: String { "scim.groups.createGroups" }
        public static var scimGroupsDeleteGroups: String { "scim.groups.deleteGroups" }
        public static var scimGroupsReadGroups: String { "scim.groups.readGroups" }
        public static var scimGroupsUpdateGroups: String { "scim.groups.updateGroups" }
        public static var scimSchemasReadSchemas: String { "scim.schemas.readSchemas" }
        public static var scimUsersCreateUsers: String { "scim.users.createUsers" }
        public static var scimUsersDeleteUsers: String { "scim.users.deleteUsers" }
        public static var scimUsersReadUsers: String { "scim.users.readUsers" }
        public static var scimUsersUpdateUsers: String { "scim.users.updateUsers" }
    }
    /// Of Jira.
    public enum Jira {
        public static var deleteAsyncTaskJira: String { "delete:async-task:jira" }
        public static var deleteAttachmentConfluence: String { "delete:attachment:confluence" }
        public static var deleteAttachmentJira: String { "delete:attachment:jira" }
        public static var deleteAvatarJira: String { "delete:avatar:jira" }
        public static var deleteBlogpostConfluence: String { "delete:blogpost:confluence" }
        public static var deleteCommentPropertyJira: String { "delete:comment.property:jira" }
        public static var deleteCommentConfluence: String { "delete:comment:confluence" }
        public static var deleteCommentJira: String { "delete:comment:jira" }
        public static var deleteContentConfluence: String { "delete:content:confluence" }
        public static var deleteCustomContentConfluence: String { "delete:custom-content:confluence" }
        public static var deleteCustomerDetailFieldJiraServiceManagement: String { "delete:customer.detail-field:jira-service-management" }
        public static var deleteCustomerEntitlementJiraServiceManagement: String { "delete:customer:entitlement:jira-service-management" }
        public static var deleteDashboardPropertyJira: String { "delete:dashboard.property:jira" }
        public static var deleteDashboardJira: String { "delete:dashboard:jira" }
        public static var deleteDatabaseConfluence: String { "delete:database:confluence" }
        public static var deleteEmbedConfluence: String { "delete:embed:confluence" }
        public static var deleteEntitlementDetailFieldJiraServiceManagement: String { "delete:entitlement:detail-field:jira-service-management" }
        public static var deleteEntitlementJiraServiceManagement: String { "delete:entitlement:jira-service-management" }
        public static var deleteFieldConfigurationSchemeJira: String { "delete:field-configuration-scheme:jira" }
        public static var deleteFieldConfigurationJira: String { "delete:field-configuration:jira" }
        public static var deleteFieldOptionJira: String { "delete:field.option:jira" }
        public static var deleteFieldConfluence: String { "delete:field:confluence" }
        public static var deleteFilterColumnJira: String { "delete:filter.column:jira" }
        public static var deleteFilterJira: String { "delete:filter:jira" }
        public static var deleteFolderConfluence: String { "delete:folder:confluence" }
        public static var deleteGroupConfluence: String { "delete:group:confluence" }
        public static var deleteGroupJira: String { "delete:group:jira" }
        public static var deleteIssueLinkTypeJira: String { "delete:issue-link-type:jira" }
        public static var deleteIssueLinkJira: String { "delete:issue-link:jira" }
        public static var deleteIssueTypeSchemeJira: String { "delete:issue-type-scheme:jira" }
        public static var deleteIssueTypeScreenSchemeJira: String { "delete:issue-type-screen-scheme:jira" }
        public static var deleteIssueTypePropertyJira: String { "delete:issue-type.property:jira" }
        public static var deleteIssueTypeJira: String { "delete:issue-type:jira" }
        public static var deleteIssueWorklogPropertyJira: String { "delete:issue-worklog.property:jira" }
        public static var deleteIssueWorklogJira: String { "delete:issue-worklog:jira" }
        public static var deleteIssuePropertyJira: String { "delete:issue.property:jira" }
        public static var deleteIssueRemoteLinkJira: String { "delete:issue.remote-link:jira" }
        public static var deleteIssueJira: String { "delete:issue:jira" }
        public static var deleteOrganizationPropertyJiraServiceManagement: String { "delete:organization.property:jira-service-management" }
        public static var deleteOrganizationUserJiraServiceManagement: String { "delete:organization.user:jira-service-management" }
        public static var deleteOrganizationConfluence: String { "delete:organization:confluence" }
        public static var deleteOrganizationJiraServiceManagement: String { "delete:organization:jira-service-management" }
        public static var deletePageConfluence: String { "delete:page:confluence" }
        public static var deletePermissionSchemeJira: String { "delete:permission-scheme:jira" }
        public static var deletePermissionJira: String { "delete:permission:jira" }
        public static var deleteProductJiraServiceManagement: String { "delete:product:jira-service-management" }
        public static var deleteProjectCategoryJira: String { "delete:project-category:jira" }
        public static var deleteProjectRoleJira: String { "delete:project-role:jira" }
        public static var deleteProjectVersionJira: String { "delete:project-version:jira" }
        public static var deleteProjectComponentJira: String { "delete:project.component:jira" }
        public static var deleteProjectPropertyJira: String { "delete:project.property:jira" }
        public static var deleteProjectJira: String { "delete:project:jira" }
        public static var deleteRequestCommentJiraServiceManagement: String { "delete:request.comment:jira-service-management" }
        public static var deleteRequestFeedbackJiraServiceManagement: String { "delete:request.feedback:jira-service-management" }
        public static var deleteRequestNotificationJiraServiceManagement: String { "delete:request.notification:jira-service-management" }
        public static var deleteRequestParticipantJiraServiceManagement: String { "delete:request.participant:jira-service-management" }
        public static var deleteRequesttypePropertyJiraServiceManagement: String { "delete:requesttype.property:jira-service-management" }
        public static var deleteScreenSchemeJira: String { "delete:screen-scheme:jira" }
        public static var deleteScreenTabJira: String { "delete:screen-tab:jira" }
        public static var deleteScreenJira: String { "delete:screen:jira" }
        public static var deleteServicedeskCustomerJiraServiceManagement: String { "delete:servicedesk.customer:jira-service-management" }
        public static var deleteServicedeskOrganizationJiraServiceManagement: String { "delete:servicedesk.organization:jira-service-management" }
        public static var deleteServicedeskPropertyJiraServiceManagement: String { "delete:servicedesk.property:jira-service-management" }
        public static var deleteSpacePermissionConfluence: String { "delete:space.permission:confluence" }
        public static var deleteSpaceConfluence: String { "delete:space:confluence" }
        public static var deleteTemplateConfluence: String { "delete:template:confluence" }
        public static var deleteUserConfigurationJira: String { "delete:user-configuration:jira" }
        public static var deleteUserPropertyConfluence: String { "delete:user.property:confluence" }
        public static var deleteUserPropertyJira: String { "delete:user.property:jira" }
        public static var deleteWebhookJira: String { "delete:webhook:jira" }
        public static var deleteWhiteboardConfluence: String { "delete:whiteboard:confluence" }
        public static var deleteWorkflowSchemeJira: String { "delete:workflow-scheme:jira" }
        public static var deleteWorkflowPropertyJira: String { "delete:workflow.property:jira" }
        public static var deleteWorkflowJira: String { "delete:workflow:jira" }
        public static var importImportConfigurationCmdb: String { "import:import-configuration:cmdb" }
        public static var manageConfluenceConfiguration: String { "manage:confluence-configuration" }
        public static var manageJiraConfiguration: String { "manage:jira-configuration" }
        public static var manageJiraProject: String { "manage:jira-project" }
        public static var manageJiraWebhook: String { "manage:jira-webhook" }
        public static var manageServicedeskCustomer: String { "manage:servicedesk-customer" }
        public static var offlineAccess: String { "offline_access" }
        public static var readAnalyticsContentConfluence: String { "read:analytics.content:confluence" }
        public static var readApplicationRoleJira: String { "read:application-role:jira" }
        public static var readAttachmentConfluence: String { "read:attachment:confluence" }
        public static var readAttachmentJira: String { "read:attachment:jira" }
        public static var readAuditLogConfluence: String { "read:audit-log:confluence" }
        public static var readAuditLogJira: String { "read:audit-log:jira" }
        public static var readAvatarJira: String { "read:avatar:jira" }
        public static var readBlogpostConfluence: String { "read:blogpost:confluence" }
        public static var readCmdbAttributeJira: String { "read:cmdb-attribute:jira" }
        public static var readCmdbIconJira: String { "read:cmdb-icon:jira" }
        public static var readCmdbObjectJira: String { "read:cmdb-object:jira" }
        public static var readCmdbSchemaJira: String { "read:cmdb-schema:jira" }
        public static var readCmdbTypeJira: String { "read:cmdb-type:jira" }
        public static var readCommentPropertyJira: String { "read:comment.property:jira" }
        public static var readCommentConfluence: String { "read:comment:confluence" }
        public static var readCommentJira: String { "read:comment:jira" }
        public static var readConfigurationConfluence: String { "read:configuration:confluence" }
        public static var readContentDetailsConfluence: String { "read:content-details:confluence" }
        public static var readContentMetadataConfluence: String { "read:content.metadata:confluence" }
        public static var readContentPermissionConfluence: String { "read:content.permission:confluence" }
        public static var readContentPropertyConfluence: String { "read:content.property:confluence" }
        public static var readContentRestrictionConfluence: String { "read:content.restriction:confluence" }
        public static var readContentConfluence: String { "read:content:confluence" }
        public static var readCustomContentConfluence: String { "read:custom-content:confluence" }
        public static var readCustomerDetailFieldJiraServiceManagement: String { "read:customer.detail-field:jira-service-management" }
        public static var readCustomerDetailJiraServiceManagement: String { "read:customer.detail:jira-service-management" }
        public static var readCustomerEntitlementJiraServiceManagement: String { "read:customer:entitlement:jira-service-management" }
        public static var readCustomerJiraServiceManagement: String { "read:customer:jira-service-management" }
        public static var readDashboardPropertyJira: String { "read:dashboard.property:jira" }
        public static var readDashboardJira: String { "read:dashboard:jira" }
        public static var readDatabaseConfluence: String { "read:database:confluence" }
        public static var readEmailAddressConfluence: String { "read:email-address:confluence" }
        public static var readEmailAddressJira: String { "read:email-address:jira" }
        public static var readEmbedConfluence: String { "read:embed:confluence" }
        public static var readEntitlementDetailJiraServiceManagement: String { "read:entitlement.detail:jira-service-management" }
        public static var readEntitlementDetailFieldJiraServiceManagement: String { "read:entitlement:detail-field:jira-service-management" }
        public static var readEntitlementJiraServiceManagement: String { "read:entitlement:jira-service-management" }
        public static var readFieldConfigurationSchemeJira: String { "read:field-configuration-scheme:jira" }
        public static var readFieldConfigurationJira: String { "read:field-configuration:jira" }
        public static var readFieldDefaultValueJira: String { "read:field.default-value:jira" }
        public static var readFieldOptionJira: String { "read:field.option:jira" }
        public static var readFieldOptionsJira: String { "read:field.options:jira" }
        public static var readFieldConfluence: String { "read:field:confluence" }
        public static var readFilterColumnJira: String { "read:filter.column:jira" }
        public static var readFilterDefaultShareScopeJira: String { "read:filter.default-share-scope:jira" }
        public static var readFilterJira: String { "read:filter:jira" }
        public static var readFolderConfluence: String { "read:folder:confluence" }
        public static var readGroupConfluence: String { "read:group:confluence" }
        public static var readGroupJira: String { "read:group:jira" }
        public static var readHierarchicalContentConfluence: String { "read:hierarchical-content:confluence" }
        public static var readInstanceConfigurationJira: String { "read:instance-configuration:jira" }
        public static var readIssueDetailsJira: String { "read:issue-details:jira" }
        public static var readIssueEventJira: String { "read:issue-event:jira" }
        public static var readIssueFieldValuesJira: String { "read:issue-field-values:jira" }
        public static var readIssueMetaJira: String { "read:issue-meta:jira" }
        public static var readIssueSecurityLevelJira: String { "read:issue-security-level:jira" }
        public static var readIssueSecuritySchemeJira: String { "read:issue-security-scheme:jira" }
        public static var readIssueStatusJira: String { "read:issue-status:jira" }
        public static var readIssueTypeHierarchyJira: String { "read:issue-type-hierarchy:jira" }
        public static var readIssueTypeSchemeJira: String { "read:issue-type-scheme:jira" }
        public static var readIssueTypeScreenSchemeJira: String { "read:issue-type-screen-scheme:jira" }
        public static var readIssueTypeTransitionJira: String { "read:issue-type-transition:jira" }
        public static var readIssueTypePropertyJira: String { "read:issue-type.property:jira" }
        public static var readIssueTypeJira: String { "read:issue-type:jira" }
        public static var readIssueWorklogPropertyJira: String { "read:issue-worklog.property:jira" }
        public static var readIssueWorklogJira: String { "read:issue-worklog:jira" }
        public static var readIssueChangelogJira: String { "read:issue.changelog:jira" }
        public static var readIssuePropertyJira: String { "read:issue.property:jira" }
        public static var readIssueRemoteLinkJira: String { "read:issue.remote-link:jira" }
    }
    /// Of Jobadder.
    public enum Jobadder {
        public static var email: String { "email" }
        public static var introspection: String { "introspection" }
        public static var manageCandidateCustom: String { "manage_candidate_custom" }
        public static var manageCompanyCustom: String { "manage_company_custom" }
        public static var manageContactCustom: String { "manage_contact_custom" }
        public static var manageJobCustom: String { "manage_job_custom" }
        public static var manageJobapplicationCustom: String { "manage_jobapplication_custom" }
        public static var managePlacementCustom: String { "manage_placement_custom" }
        public static var offlineAccess: String { "offline_access" }
        public static var openid: String { "openid" }
        public static var partnerJobboard: String { "partner_jobboard" }
        public static var partnerUiAction: String { "partner_ui_action" }
        public static var profile: String { "profile" }
        public static var read: String { "read" }
        public static var readCandidate: String { "read_candidate" }
        public static var readCandidateNote: String { "read_candidate_note" }
        public static var readCompany: String { "read_company" }
        public static var readCompanyNote: String { "read_company_note" }
        public static var readContact: String { "read_contact" }
        public static var readContactNote: String { "read_contact_note" }
        public static var readEvents: String { "read_events" }
        public static var readFloat: String { "read_float" }
        public static var readFolder: String { "read_folder" }
        public static var readInterview: String { "read_interview" }
        public static var readJob: String { "read_job" }
        public static var readJobNote: String { "read_job_note" }
        public static var readJobad: String { "read_jobad" }
        public static var readJobapplication: String { "read_jobapplication" }
        public static var readJobapplicationNote: String { "read_jobapplication_note" }
        public static var readNote: String { "read_note" }
        public static var readOpportunity: String { "read_opportunity" }
        public static var readOpportunityNote: String { "read_opportunity_note" }
        public static var readPlacement: String { "read_placement" }
        public static var readPlacementNote: String { "read_placement_note" }
        public static var readRequisition: String { "read_requisition" }
        public static var readRequisitionNote: String { "read_requisition_note" }
        public static var readSubmission: String { "read_submission" }
        public static var readUser: String { "read_user" }
        public static var readUsergroup: String { "read_usergroup" }
        public static var readUsertask: String { "read_usertask" }
        public static var roles: String { "roles" }
        public static var write: String { "write" }
        public static var writeCandidate: String { "write_candidate" }
        public static var writeCandidateNote: String { "write_candidate_note" }
        public static var writeCompany: String { "write_company" }
        public static var writeCompanyNote: String { "write_company_note" }
        public static var writeContact: String { "write_contact" }
        public static var writeContactNote: String { "write_contact_note" }
        public static var writeEvents: String { "write_events" }
        public static var writeFolder: String { "write_folder" }
        public static var writeInterview: String { "write_interview" }
        public static var writeJob: String { "write_job" }
        public static var writeJobNote: String { "write_job_note" }
        public static var writeJobad: String { "write_jobad" }
        public static var writeJobapplication: String { "write_jobapplication" }
        public static var writeJobapplicationNote: String { "write_jobapplication_note" }
        public static var writeNote: String { "write_note" }
        public static var writeOpportunity: String { "write_opportunity" }
        public static var writeOpportunityNote: String { "write_opportunity_note" }
        public static var writePlacement: String { "write_placement" }
        public static var writePlacementNote: String { "write_placement_note" }
        public static var writeRequisition: String { "write_requisition" }
        public static var writeRequisitionNote: String { "write_requisition_note" }
        public static var writeSms: String { "write_sms" }
    }
    /// Of Keap.
    public enum Keap {
        public static var full: String { "full" }
    }
    /// Of Kick.
    public enum Kick {
        public static var userRead: String { "user:read" }
    }
    /// Of Klaviyo.
    public enum Klaviyo {
        public static var accountsRead: String { "accounts:read" }
        public static var campaignsRead: String { "campaigns:read" }
        public static var campaignsWrite: String { "campaigns:write" }
        public static var catalogsRead: String { "catalogs:read" }
        public static var catalogsWrite: String { "catalogs:write" }
        public static var conversationsRead: String { "conversations:read" }
        public static var conversationsWrite: String { "conversations:write" }
        public static var couponCodesRead: String { "coupon-codes:read" }
        public static var couponCodesWrite: String { "coupon-codes:write" }
        public static var couponsRead: String { "coupons:read" }
        public static var couponsWrite: String { "coupons:write" }
        public static var dataPrivacyRead: String { "data-privacy:read" }
        public static var dataPrivacyWrite: String { "data-privacy:write" }
        public static var eventsRead: String { "events:read" }
        public static var eventsWrite: String { "events:write" }
        public static var flowsRead: String { "flows:read" }
        public static var flowsWrite: String { "flows:write" }
        public static var formsRead: String { "forms:read" }
        public static var imagesRead: String { "images:read" }
        public static var imagesWrite: String { "images:write" }
        public static var listsRead: String { "lists:read" }
        public static var listsWrite: String { "lists:write" }
        public static var metricsRead: String { "metrics:read" }
        public static var metricsWrite: String { "metrics:write" }
        public static var profilesRead: String { "profiles:read" }
        public static var profilesWrite: String { "profiles:write" }
        public static var pushTokensRead: String { "push-tokens:read" }
        public static var pushTokensWrite: String { "push-tokens:write" }
        public static var reviewsRead: String { "reviews:read" }
        public static var segmentsRead: String { "segments:read" }
        public static var segmentsWrite: String { "segments:write" }
        public static var subscriptionsRead: String { "subscriptions:read" }
        public static var subscriptionsWrite: String { "subscriptions:write" }
        public static var tagsRead: String { "tags:read" }
        public static var tagsWrite: String { "tags:write" }
        public static var templatesRead: String { "templates:read" }
        public static var templatesWrite: String { "templates:write" }
        public static var trackingSettingsRead: String { "tracking-settings:read" }
        public static var trackingSettingsWrite: String { "tracking-settings:write" }
        public static var webFeedsRead: String { "web-feeds:read" }
        public static var webFeedsWrite: String { "web-feeds:write" }
    }
    /// Of Lever.
    public enum Lever {
        public static var applicationsReadAdmin: String { "applications:read:admin" }
        public static var archiveReasonsReadAdmin: String { "archive_reasons:read:admin" }
        public static var auditEventsReadAdmin: String { "audit_events:read:admin" }
        public static var confidentialAccessAdmin: String { "confidential:access:admin" }
        public static var contactReadAdmin: String { "contact:read:admin" }
        public static var contactWriteAdmin: String { "contact:write:admin" }
        public static var diversitySurveysReadAdmin: String { "diversity_surveys:read:admin" }
        public static var eeoResponsesReadAdmin: String { "eeo_responses:read:admin" }
        public static var eeoResponsesPiiReadAdmin: String { "eeo_responses_pii:read:admin" }
        public static var feedbackReadAdmin: String { "feedback:read:admin" }
        public static var feedbackWriteAdmin: String { "feedback:write:admin" }
        public static var feedbackTemplatesReadAdmin: String { "feedback_templates:read:admin" }
        public static var feedbackTemplatesWriteAdmin: String { "feedback_templates:write:admin" }
        public static var filesReadAdmin: String { "files:read:admin" }
        public static var filesWriteAdmin: String { "files:write:admin" }
        public static var formTemplatesReadAdmin: String { "form_templates:read:admin" }
        public static var formTemplatesWriteAdmin: String { "form_templates:write:admin" }
        public static var formsReadAdmin: String { "forms:read:admin" }
        public static var formsWriteAdmin: String { "forms:write:admin" }
        public static var groupsReadAdmin: String { "groups:read:admin" }
        public static var groupsWriteAdmin: String { "groups:write:admin" }
        public static var interviewsReadAdmin: String { "interviews:read:admin" }
        public static var interviewsWriteAdmin: String { "interviews:write:admin" }
        public static var notesReadAdmin: String { "notes:read:admin" }
        public static var notesWriteAdmin: String { "notes:write:admin" }
        public static var offersReadAdmin: String { "offers:read:admin" }
        public static var offlineAccess: String { "offline_access" }
        public static var opportunitiesReadAdmin: String { "opportunities:read:admin" }
        public static var opportunitiesWriteAdmin: String { "opportunities:write:admin" }
        public static var panelsReadAdmin: String { "panels:read:admin" }
        public static var panelsWriteAdmin: String { "panels:write:admin" }
        public static var permissionsReadAdmin: String { "permissions:read:admin" }
        public static var permissionsWriteAdmin: String { "permissions:write:admin" }
        public static var postingsReadAdmin: String { "postings:read:admin" }
        public static var postingsWriteAdmin: String { "postings:write:admin" }
        public static var referralsReadAdmin: String { "referrals:read:admin" }
        public static var requisitionFieldsReadAdmin: String { "requisition_fields:read:admin" }
        public static var requisitionFieldsWriteAdmin: String { "requisition_fields:write:admin" }
        public static var requisitionsReadAdmin: String { "requisitions:read:admin" }
        public static var requisitionsWriteAdmin: String { "requisitions:write:admin" }
        public static var resumesReadAdmin: String { "resumes:read:admin" }
        public static var rolesReadAdmin: String { "roles:read:admin" }
        public static var rolesWriteAdmin: String { "roles:write:admin" }
        public static var sourcesReadAdmin: String { "sources:read:admin" }
        public static var stagesReadAdmin: String { "stages:read:admin" }
        public static var tagsReadAdmin: String { "tags:read:admin" }
        public static var tasksReadAdmin: String { "tasks:read:admin" }
        public static var uploadsWriteAdmin: String { "uploads:write:admin" }
        public static var usersReadAdmin: String { "users:read:admin" }
        public static var usersWriteAdmin: String { "users:write:admin" }
        public static var webhooksReadAdmin: String { "webhooks:read:admin" }
        public static var webhooksWriteAdmin: String { "webhooks:write:admin" }
    }
    /// Of Lichess.
    public enum Lichess {
        public static var emailRead: String { "email:read" }
    }
    /// Of LINE.
    public enum Line {
        public static var email: String { "email" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Linear.
    public enum Linear {
        public static var admin: String { "admin" }
        public static var appAssignable: String { "app:assignable" }
        public static var appMentionable: String { "app:mentionable" }
        public static var commentsCreate: String { "comments:create" }
        public static var customerRead: String { "customer:read" }
        public static var customerWrite: String { "customer:write" }
        public static var initiativeRead: String { "initiative:read" }
        public static var initiativeWrite: String { "initiative:write" }
        public static var issuesCreate: String { "issues:create" }
        public static var read: String { "read" }
        public static var timeScheduleWrite: String { "timeSchedule:write" }
        public static var write: String { "write" }
    }
    /// Of LinkedIn.
    public enum Linkedin {
        public static var email: String { "email" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
        public static var r1stConnectionsSize: String { "r_1st_connections_size" }
        public static var rAdCampaigns: String { "r_ad_campaigns" }
        public static var rAds: String { "r_ads" }
        public static var rAdsLeadgenAutomation: String { "r_ads_leadgen_automation" }
        public static var rAdsReporting: String { "r_ads_reporting" }
        public static var rBasicprofile: String { "r_basicprofile" }
        public static var rCompliance: String { "r_compliance" }
        public static var rContactinfo: String { "r_contactinfo" }
        public static var rEmailaddress: String { "r_emailaddress" }
        public static var rEvents: String { "r_events" }
        public static var rFeed: String { "r_feed" }
        public static var rFullprofile: String { "r_fullprofile" }
        public static var rLiteprofile: String { "r_liteprofile" }
        public static var rMarketingLeadgenAutomation: String { "r_marketing_leadgen_automation" }
        public static var rMemberSocial: String { "r_member_social" }
        public static var rNetwork: String { "r_network" }
        public static var rOrganizationAdmin: String { "r_organization_admin" }
        public static var rOrganizationFollowers: String { "r_organization_followers" }
        public static var rOrganizationLookup: String { "r_organization_lookup" }
        public static var rOrganizationSocial: String { "r_organization_social" }
        public static var rOrganizationSocialFeed: String { "r_organization_social_feed" }
        public static var rPrimarycontact: String { "r_primarycontact" }
        public static var rSalesNavAnalytics: String { "r_sales_nav_analytics" }
        public static var rSalesNavDisplay: String { "r_sales_nav_display" }
        public static var rSalesNavProfiles: String { "r_sales_nav_profiles" }
        public static var rSalesNavValidation: String { "r_sales_nav_validation" }
        public static var rTargeting: String { "r_targeting" }
        public static var rwAdCampaigns: String { "rw_ad_campaigns" }
        public static var rwAds: String { "rw_ads" }
        public static var rwCompanyAdmin: String { "rw_company_admin" }
        public static var rwConversions: String { "rw_conversions" }
        public static var rwDmpSegments: String { "rw_dmp_segments" }
        public static var rwGroups: String { "rw_groups" }
        public static var rwNus: String { "rw_nus" }
        public static var rwOfflineConversions: String { "rw_offlineConversions" }
        public static var rwOrganization: String { "rw_organization" }
        public static var rwOrganizationAdmin: String { "rw_organization_admin" }
        public static var wCompliance: String { "w_compliance" }
        public static var wMemberSocial: String { "w_member_social" }
        public static var wMemberSocialFeed: String { "w_member_social_feed" }
        public static var wMessages: String { "w_messages" }
        public static var wOrganizationSocial: String { "w_organization_social" }
        public static var wOrganizationSocialFeed: String { "w_organization_social_feed" }
        public static var wShare: String { "w_share" }
    }
    /// Of Lokalise.
    public enum Lokalise {
        public static var deleteContributors: String { "delete_contributors" }
        public static var deleteKeys: String { "delete_keys" }
        public static var readBackgroundProcesses: String { "read_background_processes" }
        public static var readComments: String { "read_comments" }
        public static var readContributors: String { "read_contributors" }
        public static var readFiles: String { "read_files" }
        public static var readKeys: String { "read_keys" }
        public static var readLanguages: String { "read_languages" }
        public static var readProjects: String { "read_projects" }
        public static var readScreenshots: String { "read_screenshots" }
        public static var readSnapshots: String { "read_snapshots" }
        public static var readTasks: String { "read_tasks" }
        public static var readTeamOrders: String { "read_team_orders" }
        public static var readTeamUsers: String { "read_team_users" }
        public static var readTranslations: String { "read_translations" }
        public static var readWebhooks: String { "read_webhooks" }
        public static var writeComments: String { "write_comments" }
        public static var writeContributors: String { "write_contributors" }
        public static var writeFiles: String { "write_files" }
        public static var writeKeys: String { "write_keys" }
        public static var writeLanguages: String { "write_languages" }
        public static var writeProjects: String { "write_projects" }
        public static var writeScreenshots: String { "write_screenshots" }
        public static var writeSnapshots: String { "write_snapshots" }
        public static var writeTasks: String { "write_tasks" }
        public static var writeTeamOrders: String { "write_team_orders" }
        public static var writeTranslations: String { "write_translations" }
        public static var writeWebhooks: String { "write_webhooks" }
    }
    /// Of Meetup.
    public enum Meetup {
        public static var ageless: String { "ageless" }
        public static var basic: String { "basic" }
        public static var messaging: String { "messaging" }
    }
    /// Of MeisterTask.
    public enum Meistertask {
        public static var meistertask: String { "meistertask" }
        public static var userinfoEmail: String { "userinfo.email" }
        public static var userinfoProfile: String { "userinfo.profile" }
    }
    /// Of Outlook Calendar.
    public enum MicrosoftCalendar {
        public static var calendarsRead: String { "Calendars.Read" }
        public static var calendarsReadShared: String { "Calendars.Read.Shared" }
        public static var calendarsReadBasic: String { "Calendars.ReadBasic" }
        public static var calendarsReadWrite: String { "Calendars.ReadWrite" }
        public static var calendarsReadWriteShared: String { "Calendars.ReadWrite.Shared" }
        public static var userRead: String { "User.Read" }
        public static var offlineAccess: String { "offline_access" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of OneDrive.
    public enum MicrosoftOnedrive {
        public static var filesRead: String { "Files.Read" }
        public static var filesReadAll: String { "Files.Read.All" }
        public static var filesReadWrite: String { "Files.ReadWrite" }
        public static var filesReadWriteAll: String { "Files.ReadWrite.All" }
        public static var sitesReadAll: String { "Sites.Read.All" }
        public static var sitesReadWriteAll: String { "Sites.ReadWrite.All" }
        public static var userRead: String { "User.Read" }
        public static var offlineAccess: String { "offline_access" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Outlook.
    public enum MicrosoftOutlook {
        public static var contactsRead: String { "Contacts.Read" }
        public static var contactsReadWrite: String { "Contacts.ReadWrite" }
        public static var mailRead: String { "Mail.Read" }
        public static var mailReadShared: String { "Mail.Read.Shared" }
        public static var mailReadBasic: String { "Mail.ReadBasic" }
        public static var mailReadWrite: String { "Mail.ReadWrite" }
        public static var mailReadWriteShared: String { "Mail.ReadWrite.Shared" }
        public static var mailSend: String { "Mail.Send" }
        public static var mailSendShared: String { "Mail.Send.Shared" }
        public static var mailboxSettingsRead: String { "MailboxSettings.Read" }
        public static var mailboxSettingsReadWrite: String { "MailboxSettings.ReadWrite" }
        public static var userRead: String { "User.Read" }
        public static var offlineAccess: String { "offline_access" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Microsoft Planner.
    public enum MicrosoftPlanner {
        public static var groupReadAll: String { "Group.Read.All" }
        public static var groupReadWriteAll: String { "Group.ReadWrite.All" }
        public static var tasksRead: String { "Tasks.Read" }
        public static var tasksReadShared: String { "Tasks.Read.Shared" }
        public static var tasksReadWrite: String { "Tasks.ReadWrite" }
        public static var tasksReadWriteShared: String { "Tasks.ReadWrite.Shared" }
        public static var userRead: String { "User.Read" }
        public static var offlineAccess: String { "offline_access" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Microsoft Power BI.
    public enum MicrosoftPowerBi {
        public static var appReadAll: String { "App.Read.All" }
        public static var capacityReadAll: String { "Capacity.Read.All" }
        public static var capacityReadWriteAll: String { "Capacity.ReadWrite.All" }
        public static var catalogReadAll: String { "Catalog.Read.All" }
        public static var catalogMirroringReadAll: String { "CatalogMirroring.Read.All" }
        public static var codeAccessAzureDataExplorerAll: String { "Code.AccessAzureDataExplorer.All" }
        public static var codeAccessAzureDataLakeAll: String { "Code.AccessAzureDataLake.All" }
        public static var codeAccessAzureKeyvaultAll: String { "Code.AccessAzureKeyvault.All" }
        public static var codeAccessFabricAll: String { "Code.AccessFabric.All" }
        public static var codeAccessSQLAll: String { "Code.AccessSQL.All" }
        public static var codeAccessStorageAll: String { "Code.AccessStorage.All" }
        public static var connectionReadAll: String { "Connection.Read.All" }
        public static var connectionReadWriteAll: String { "Connection.ReadWrite.All" }
        public static var contentCreate: String { "Content.Create" }
        public static var copyJobExecuteAll: String { "CopyJob.Execute.All" }
        public static var copyJobReadAll: String { "CopyJob.Read.All" }
        public static var copyJobReadWriteAll: String { "CopyJob.ReadWrite.All" }
        public static var dashboardReadAll: String { "Dashboard.Read.All" }
        public static var dashboardReadWriteAll: String { "Dashboard.ReadWrite.All" }
        public static var dataAgentExecuteAll: String { "DataAgent.Execute.All" }
        public static var dataAgentReadAll: String { "DataAgent.Read.All" }
        public static var dataAgentReadWriteAll: String { "DataAgent.ReadWrite.All" }
        public static var dataPipelineExecuteAll: String { "DataPipeline.Execute.All" }
        public static var dataPipelineReadAll: String { "DataPipeline.Read.All" }
        public static var dataPipelineReadWriteAll: String { "DataPipeline.ReadWrite.All" }
        public static var databricksCatalogReadAll: String { "DatabricksCatalog.Read.All" }
        public static var dataflowExecuteAll: String { "Dataflow.Execute.All" }
        public static var dataflowReadAll: String { "Dataflow.Read.All" }
        public static var dataflowReadWriteAll: String { "Dataflow.ReadWrite.All" }
        public static var datamartReadAll: String { "Datamart.Read.All" }
        public static var datamartReadWriteAll: String { "Datamart.ReadWrite.All" }
        public static var datasetReadAll: String { "Dataset.Read.All" }
        public static var datasetReadWriteAll: String { "Dataset.ReadWrite.All" }
        public static var devXReadWriteAll: String { "DevX.ReadWrite.All" }
        public static var environmentReadAll: String { "Environment.Read.All" }
        public static var environmentReadWriteAll: String { "Environment.ReadWrite.All" }
        public static var eventhouseReadAll: String { "Eventhouse.Read.All" }
        public static var eventhouseReadWriteAll: String { "Eventhouse.ReadWrite.All" }
        public static var eventstreamReadAll: String { "Eventstream.Read.All" }
        public static var eventstreamReadWriteAll: String { "Eventstream.ReadWrite.All" }
        public static var externalDataShareAcceptAll: String { "ExternalDataShare.Accept.All" }
        public static var fabricEmbed: String { "Fabric.Embed" }
        public static var fabricExtend: String { "Fabric.Extend" }
        public static var fabricExtendIframeSandbox: String { "Fabric.Extend.IframeSandbox" }
        public static var gatewayReadAll: String { "Gateway.Read.All" }
        public static var gatewayReadWriteAll: String { "Gateway.ReadWrite.All" }
        public static var graphInstanceExecuteAll: String { "GraphInstance.Execute.All" }
        public static var graphInstanceReadAll: String { "GraphInstance.Read.All" }
        public static var graphInstanceReadWriteAll: String { "GraphInstance.ReadWrite.All" }
        public static var graphQLExecuteAll: String { "GraphQL.Execute.All" }
        public static var graphQLApiExecuteAll: String { "GraphQLApi.Execute.All" }
        public static var graphQLApiReadAll: String { "GraphQLApi.Read.All" }
        public static var graphQLApiReadWriteAll: String { "GraphQLApi.ReadWrite.All" }
        public static var itemAuditAll: String { "Item.Audit.All" }
        public static var itemExecuteAll: String { "Item.Execute.All" }
        public static var itemExternalDataShareAll: String { "Item.ExternalDataShare.All" }
        public static var itemReadAll: String { "Item.Read.All" }
        public static var itemReadWriteAll: String { "Item.ReadWrite.All" }
        public static var itemReshareAll: String { "Item.Reshare.All" }
        public static var itemMetadataReadAll: String { "ItemMetadata.Read.All" }
        public static var itemMetadataReadWriteAll: String { "ItemMetadata.ReadWrite.All" }
        public static var kQLDashboardReadAll: String { "KQLDashboard.Read.All" }
        public static var kQLDashboardReadWriteAll: String { "KQLDashboard.ReadWrite.All" }
        public static var kQLDataConnectionReadAll: String { "KQLDataConnection.Read.All" }
        public static var kQLDataConnectionReadWriteAll: String { "KQLDataConnection.ReadWrite.All" }
        public static var kQLDatabaseExecuteAll: String { "KQLDatabase.Execute.All" }
        public static var kQLDatabaseExternalDataShareAll: String { "KQLDatabase.ExternalDataShare.All" }
        public static var kQLDatabaseReadAll: String { "KQLDatabase.Read.All" }
        public static var kQLDatabaseReadWriteAll: String { "KQLDatabase.ReadWrite.All" }
        public static var kQLQuerysetReadAll: String { "KQLQueryset.Read.All" }
        public static var kQLQuerysetReadWriteAll: String { "KQLQueryset.ReadWrite.All" }
        public static var lakehouseExecuteAll: String { "Lakehouse.Execute.All" }
        public static var lakehouseExternalDataShareAll: String { "Lakehouse.ExternalDataShare.All" }
        public static var lakehouseReadAll: String { "Lakehouse.Read.All" }
        public static var lakehouseReadWriteAll: String { "Lakehouse.ReadWrite.All" }
        public static var mLExperimentExecuteAll: String { "MLExperiment.Execute.All" }
        public static var mLExperimentReadAll: String { "MLExperiment.Read.All" }
        public static var mLExperimentReadWriteAll: String { "MLExperiment.ReadWrite.All" }
        public static var mLModelExecuteAll: String { "MLModel.Execute.All" }
        public static var mLModelReadAll: String { "MLModel.Read.All" }
        public static var mLModelReadWriteAll: String { "MLModel.ReadWrite.All" }
        public static var mLModelReshareAll: String { "MLModel.Reshare.All" }
        public static var metricSetReadAll: String { "MetricSet.Read.All" }
        public static var metricSetReadWriteAll: String { "MetricSet.ReadWrite.All" }
        public static var mirroredAzureDatabricksCatalogExecuteAll: String { "MirroredAzureDatabricksCatalog.Execute.All" }
        public static var mirroredAzureDatabricksCatalogReadAll: String { "MirroredAzureDatabricksCatalog.Read.All" }
        public static var mirroredAzureDatabricksCatalogReadWriteAll: String { "MirroredAzureDatabricksCatalog.ReadWrite.All" }
        public static var mirroredDatabaseExternalDataShareAll: String { "MirroredDatabase.ExternalDataShare.All" }
        public static var mirroredDatabaseReadAll: String { "MirroredDatabase.Read.All" }
        public static var mirroredDatabaseReadWriteAll: String { "MirroredDatabase.ReadWrite.All" }
        public static var mountedDataFactoryReadAll: String { "MountedDataFactory.Read.All" }
        public static var mountedDataFactoryReadWriteAll: String { "MountedDataFactory.ReadWrite.All" }
        public static var notebookExecuteAll: String { "Notebook.Execute.All" }
        public static var notebookReadAll: String { "Notebook.Read.All" }
        public static var notebookReadWriteAll: String { "Notebook.ReadWrite.All" }
        public static var oneLakeReadAll: String { "OneLake.Read.All" }
        public static var oneLakeReadWriteAll: String { "OneLake.ReadWrite.All" }
        public static var orgAppReadAll: String { "OrgApp.Read.All" }
        public static var orgAppReadWriteAll: String { "OrgApp.ReadWrite.All" }
        public static var paginatedReportReadAll: String { "PaginatedReport.Read.All" }
        public static var paginatedReportReadWriteAll: String { "PaginatedReport.ReadWrite.All" }
        public static var pipelineDeploy: String { "Pipeline.Deploy" }
        public static var pipelineReadAll: String { "Pipeline.Read.All" }
        public static var pipelineReadWriteAll: String { "Pipeline.ReadWrite.All" }
        public static var principalDetailsReadBasicAll: String { "PrincipalDetails.ReadBasic.All" }
        public static var reflexReadAll: String { "Reflex.Read.All" }
        public static var reflexReadWriteAll: String { "Reflex.ReadWrite.All" }
        public static var reportReadAll: String { "Report.Read.All" }
        public static var reportReadWriteAll: String { "Report.ReadWrite.All" }
        public static var retailDataManagerReadAll: String { "RetailDataManager.Read.All" }
        public static var retailDataManagerReadWriteAll: String { "RetailDataManager.ReadWrite.All" }
        public static var sQLDatabaseExternalDataShareAll: String { "SQLDatabase.ExternalDataShare.All" }
        public static var sQLDatabaseReadAll: String { "SQLDatabase.Read.All" }
        public static var sQLDatabaseReadWriteAll: String { "SQLDatabase.ReadWrite.All" }
        public static var sQLEndpointReadAll: String { "SQLEndpoint.Read.All" }
        public static var sQLEndpointReadWriteAll: String { "SQLEndpoint.ReadWrite.All" }
        public static var scorecardReadAll: String { "Scorecard.Read.All" }
        public static var semanticModelExternalDataShareAll: String { "SemanticModel.ExternalDataShare.All" }
        public static var semanticModelReadAll: String { "SemanticModel.Read.All" }
        public static var semanticModelReadWriteAll: String { "SemanticModel.ReadWrite.All" }
        public static var sparkJobDefinitionExecuteAll: String { "SparkJobDefinition.Execute.All" }
        public static var sparkJobDefinitionReadAll: String { "SparkJobDefinition.Read.All" }
        public static var sparkJobDefinitionReadWriteAll: String { "SparkJobDefinition.ReadWrite.All" }
        public static var storageAccountReadAll: String { "StorageAccount.Read.All" }
        public static var storageAccountReadWriteAll: String { "StorageAccount.ReadWrite.All" }
        public static var tenantReadAll: String { "Tenant.Read.All" }
        public static var tenantReadWriteAll: String { "Tenant.ReadWrite.All" }
        public static var userDataFunctionExecuteAll: String { "UserDataFunction.Execute.All" }
        public static var userDataFunctionReadAll: String { "UserDataFunction.Read.All" }
        public static var userDataFunctionReadWriteAll: String { "UserDataFunction.ReadWrite.All" }
        public static var userStateReadWriteAll: String { "UserState.ReadWrite.All" }
        public static var variableLibraryExecuteAll: String { "VariableLibrary.Execute.All" }
        public static var variableLibraryReadAll: String { "VariableLibrary.Read.All" }
        public static var variableLibraryReadWriteAll: String { "VariableLibrary.ReadWrite.All" }
        public static var warehouseExecuteAll: String { "Warehouse.Execute.All" }
        public static var warehouseExternalDataShareAll: String { "Warehouse.ExternalDataShare.All" }
        public static var warehouseReadAll: String { "Warehouse.Read.All" }
        public static var warehouseReadWriteAll: String { "Warehouse.ReadWrite.All" }
        public static var warehouseRestoreAll: String { "Warehouse.Restore.All" }
        public static var warehouseSnapshotReadAll: String { "WarehouseSnapshot.Read.All" }
        public static var warehouseSnapshotReadWriteAll: String { "WarehouseSnapshot.ReadWrite.All" }
        public static var workspaceGitCommitAll: String { "Workspace.GitCommit.All" }
        public static var workspaceGitUpdateAll: String { "Workspace.GitUpdate.All" }
        public static var workspaceReadAll: String { "Workspace.Read.All" }
        public static var workspaceReadWriteAll: String { "Workspace.ReadWrite.All" }
        public static var email: String { "email" }
        public static var offlineAccess: String { "offline_access" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of SharePoint.
    public enum MicrosoftSharepoint {
        public static var filesReadAll: String { "Files.Read.All" }
        public static var filesReadWriteAll: String { "Files.ReadWrite.All" }
        public static var sitesFullControlAll: String { "Sites.FullControl.All" }
        public static var sitesManageAll: String { "Sites.Manage.All" }
        public static var sitesReadAll: String { "Sites.Read.All" }
        public static var sitesReadWriteAll: String { "Sites.ReadWrite.All" }
        public static var userRead: String { "User.Read" }
        public static var offlineAccess: String { "offline_access" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Microsoft Teams.
    public enum MicrosoftTeams {
        public static var channelReadBasicAll: String { "Channel.ReadBasic.All" }
        public static var channelMessageReadAll: String { "ChannelMessage.Read.All" }
        public static var channelMessageSend: String { "ChannelMessage.Send" }
        public static var chatRead: String { "Chat.Read" }
        public static var chatReadBasic: String { "Chat.ReadBasic" }
        public static var chatReadWrite: String { "Chat.ReadWrite" }
        public static var chatMessageSend: String { "ChatMessage.Send" }
        public static var onlineMeetingsRead: String { "OnlineMeetings.Read" }
        public static var onlineMeetingsReadWrite: String { "OnlineMeetings.ReadWrite" }
        public static var presenceRead: String { "Presence.Read" }
        public static var presenceReadAll: String { "Presence.Read.All" }
        public static var teamReadBasicAll: String { "Team.ReadBasic.All" }
        public static var teamMemberReadAll: String { "TeamMember.Read.All" }
        public static var userRead: String { "User.Read" }
        public static var offlineAccess: String { "offline_access" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Miro.
    public enum Miro {
        public static var auditlogsRead: String { "auditlogs:read" }
        public static var boardsExport: String { "boards:export" }
        public static var boardsRead: String { "boards:read" }
        public static var boardsWrite: String { "boards:write" }
        public static var contentlogsExport: String { "contentlogs:export" }
        public static var identityRead: String { "identity:read" }
        public static var identityWrite: String { "identity:write" }
        public static var microphoneListen: String { "microphone:listen" }
        public static var organizationsCasesManagement: String { "organizations:cases:management" }
        public static var organizationsGroupsRead: String { "organizations:groups:read" }
        public static var organizationsGroupsWrite: String { "organizations:groups:write" }
        public static var organizationsRead: String { "organizations:read" }
        public static var organizationsTeamsRead: String { "organizations:teams:read" }
        public static var organizationsTeamsWrite: String { "organizations:teams:write" }
        public static var projectsRead: String { "projects:read" }
        public static var projectsWrite: String { "projects:write" }
        public static var screenRecord: String { "screen:record" }
        public static var sessionsDelete: String { "sessions:delete" }
        public static var teamRead: String { "team:read" }
        public static var teamWrite: String { "team:write" }
        public static var webcamRecord: String { "webcam:record" }
    }
    /// Of Monday.
    public enum Monday {
        public static var accountRead: String { "account:read" }
        public static var assetsRead: String { "assets:read" }
        public static var boardsRead: String { "boards:read" }
        public static var boardsWrite: String { "boards:write" }
        public static var departmentsRead: String { "departments:read" }
        public static var departmentsWrite: String { "departments:write" }
        public static var docsRead: String { "docs:read" }
        public static var docsWrite: String { "docs:write" }
        public static var meRead: String { "me:read" }
        public static var notificationsWrite: String { "notifications:write" }
        public static var tagsRead: String { "tags:read" }
        public static var teamsRead: String { "teams:read" }
        public static var teamsWrite: String { "teams:write" }
        public static var updatesRead: String { "updates:read" }
        public static var updatesWrite: String { "updates:write" }
        public static var usersRead: String { "users:read" }
        public static var usersWrite: String { "users:write" }
        public static var webhooksRead: String { "webhooks:read" }
        public static var webhooksWrite: String { "webhooks:write" }
        public static var workspacesRead: String { "workspaces:read" }
        public static var workspacesWrite: String { "workspaces:write" }
    }
    /// Of Mural.
    public enum Mural {
        public static var identityRead: String { "identity:read" }
        public static var muralsRead: String { "murals:read" }
        public static var muralsWrite: String { "murals:write" }
        public static var roomsRead: String { "rooms:read" }
        public static var roomsWrite: String { "rooms:write" }
        public static var templatesRead: String { "templates:read" }
        public static var templatesWrite: String { "templates:write" }
        public static var usersRead: String { "users:read" }
        public static var workspacesRead: String { "workspaces:read" }
    }
    /// Of MusicBrainz.
    public enum Musicbrainz {
        public static var email: String { "email" }
        public static var profile: String { "profile" }
    }
    /// Of MYOB.
    public enum Myob {
        public static var companyFile: String { "CompanyFile" }
        public static var smeBanking: String { "sme-banking" }
        public static var smeCompanyFile: String { "sme-company-file" }
        public static var smeCompanySettings: String { "sme-company-settings" }
        public static var smeContactsCustomer: String { "sme-contacts-customer" }
        public static var smeContactsEmployee: String { "sme-contacts-employee" }
        public static var smeContactsPersonal: String { "sme-contacts-personal" }
        public static var smeContactsSupplier: String { "sme-contacts-supplier" }
        public static var smeGeneralLedger: String { "sme-general-ledger" }
        public static var smeInventory: String { "sme-inventory" }
        public static var smePayroll: String { "sme-payroll" }
        public static var smePurchases: String { "sme-purchases" }
        public static var smeSales: String { "sme-sales" }
        public static var smeTimebilling: String { "sme-timebilling" }
    }
    /// Of NationBuilder.
    public enum Nationbuilder {
        public static var `default`: String { "default" }
    }
    /// Of Okta.
    public enum Okta {
        public static var address: String { "address" }
        public static var deviceSso: String { "device_sso" }
        public static var email: String { "email" }
        public static var groups: String { "groups" }
        public static var offlineAccess: String { "offline_access" }
        public static var oktaAccountsManage: String { "okta.accounts.manage" }
        public static var oktaAccountsRead: String { "okta.accounts.read" }
        public static var oktaAgentPoolsManage: String { "okta.agentPools.manage" }
        public static var oktaAgentPoolsRead: String { "okta.agentPools.read" }
        public static var oktaApiTokensManage: String { "okta.apiTokens.manage" }
        public static var oktaApiTokensRead: String { "okta.apiTokens.read" }
        public static var oktaAppGrantsManage: String { "okta.appGrants.manage" }
        public static var oktaAppGrantsRead: String { "okta.appGrants.read" }
        public static var oktaAppsInterclientTrustManage: String { "okta.apps.interclientTrust.manage" }
        public static var oktaAppsInterclientTrustRead: String { "okta.apps.interclientTrust.read" }
        public static var oktaAppsManage: String { "okta.apps.manage" }
        public static var oktaAppsRead: String { "okta.apps.read" }
        public static var oktaAuthenticatorsManage: String { "okta.authenticators.manage" }
        public static var oktaAuthenticatorsRead: String { "okta.authenticators.read" }
        public static var oktaAuthorizationServersManage: String { "okta.authorizationServers.manage" }
        public static var oktaAuthorizationServersRead: String { "okta.authorizationServers.read" }
        public static var oktaBehaviorsManage: String { "okta.behaviors.manage" }
        public static var oktaBehaviorsRead: String { "okta.behaviors.read" }
        public static var oktaBotProtectionManage: String { "okta.botProtection.manage" }
        public static var oktaBotProtectionRead: String { "okta.botProtection.read" }
        public static var oktaBrandsManage: String { "okta.brands.manage" }
        public static var oktaBrandsRead: String { "okta.brands.read" }
        public static var oktaCaptchasManage: String { "okta.captchas.manage" }
        public static var oktaCaptchasRead: String { "okta.captchas.read" }
        public static var oktaClientsManage: String { "okta.clients.manage" }
        public static var oktaClientsRead: String { "okta.clients.read" }
        public static var oktaClientsRegister: String { "okta.clients.register" }
        public static var oktaCustomTelephonyProviderManage: String { "okta.customTelephonyProvider.manage" }
        public static var oktaCustomTelephonyProviderRead: String { "okta.customTelephonyProvider.read" }
        public static var oktaDeviceAssuranceManage: String { "okta.deviceAssurance.manage" }
        public static var oktaDeviceAssuranceRead: String { "okta.deviceAssurance.read" }
        public static var oktaDeviceIntegrationsManage: String { "okta.deviceIntegrations.manage" }
        public static var oktaDeviceIntegrationsRead: String { "okta.deviceIntegrations.read" }
        public static var oktaDevicePostureChecksManage: String { "okta.devicePostureChecks.manage" }
        public static var oktaDevicePostureChecksRead: String { "okta.devicePostureChecks.read" }
        public static var oktaDevicesManage: String { "okta.devices.manage" }
        public static var oktaDevicesRead: String { "okta.devices.read" }
        public static var oktaDirectoriesGroupsManage: String { "okta.directories.groups.manage" }
        public static var oktaDirectoriesGroupsRead: String { "okta.directories.groups.read" }
        public static var oktaDomainsManage: String { "okta.domains.manage" }
        public static var oktaDomainsRead: String { "okta.domains.read" }
        public static var oktaDrManage: String { "okta.dr.manage" }
        public static var oktaDrRead: String { "okta.dr.read" }
        public static var oktaEmailDomainsManage: String { "okta.emailDomains.manage" }
        public static var oktaEmailDomainsRead: String { "okta.emailDomains.read" }
        public static var oktaEmailServersManage: String { "okta.emailServers.manage" }
        public static var oktaEmailServersRead: String { "okta.emailServers.read" }
        public static var oktaEventHooksManage: String { "okta.eventHooks.manage" }
        public static var oktaEventHooksRead: String { "okta.eventHooks.read" }
        public static var oktaFeaturesManage: String { "okta.features.manage" }
        public static var oktaFeaturesRead: String { "okta.features.read" }
        public static var oktaGroupsManage: String { "okta.groups.manage" }
        public static var oktaGroupsRead: String { "okta.groups.read" }
        public static var oktaIdentitySourcesManage: String { "okta.identitySources.manage" }
        public static var oktaIdentitySourcesRead: String { "okta.identitySources.read" }
        public static var oktaIdpsManage: String { "okta.idps.manage" }
        public static var oktaIdpsRead: String { "okta.idps.read" }
        public static var oktaInlineHooksManage: String { "okta.inlineHooks.manage" }
        public static var oktaInlineHooksRead: String { "okta.inlineHooks.read" }
        public static var oktaLinkedObjectsManage: String { "okta.linkedObjects.manage" }
        public static var oktaLinkedObjectsRead: String { "okta.linkedObjects.read" }
        public static var oktaLogStreamsManage: String { "okta.logStreams.manage" }
        public static var oktaLogStreamsRead: String { "okta.logStreams.read" }
        public static var oktaLogsRead: String { "okta.logs.read" }
        public static var oktaMyAccountAppAuthenticatorMaintenanceManage: String { "okta.myAccount.appAuthenticator.maintenance.manage" }
        public static var oktaMyAccountAppAuthenticatorMaintenanceRead: String { "okta.myAccount.appAuthenticator.maintenance.read" }
        public static var oktaMyAccountAppAuthenticatorManage: String { "okta.myAccount.appAuthenticator.manage" }
        public static var oktaMyAccountAuthenticatorsManage: String { "okta.myAccount.authenticators.manage" }
        public static var oktaMyAccountAuthenticatorsRead: String { "okta.myAccount.authenticators.read" }
        public static var oktaMyAccountEmailManage: String { "okta.myAccount.email.manage" }
        public static var oktaMyAccountEmailRead: String { "okta.myAccount.email.read" }
        public static var oktaMyAccountOktaApplicationsRead: String { "okta.myAccount.oktaApplications.read" }
        public static var oktaMyAccountOrganizationRead: String { "okta.myAccount.organization.read" }
        public static var oktaMyAccountPasswordManage: String { "okta.myAccount.password.manage" }
        public static var oktaMyAccountPasswordRead: String { "okta.myAccount.password.read" }
        public static var oktaMyAccountPhoneManage: String { "okta.myAccount.phone.manage" }
        public static var oktaMyAccountPhoneRead: String { "okta.myAccount.phone.read" }
        public static var oktaMyAccountProfileManage: String { "okta.myAccount.profile.manage" }
        public static var oktaMyAccountProfileRead: String { "okta.myAccount.profile.read" }
        public static var oktaMyAccountSessionsManage: String { "okta.myAccount.sessions.manage" }
        public static var oktaMyAccountWebauthnManage: String { "okta.myAccount.webauthn.manage" }
        public static var oktaMyAccountWebauthnRead: String { "okta.myAccount.webauthn.read" }
        public static var oktaNetworkZonesManage: String { "okta.networkZones.manage" }
        public static var oktaNetworkZonesRead: String { "okta.networkZones.read" }
        public static var oktaOauthIntegrationsManage: String { "okta.oauthIntegrations.manage" }
        public static var oktaOauthIntegrationsRead: String { "okta.oauthIntegrations.read" }
        public static var oktaOrgsManage: String { "okta.orgs.manage" }
        public static var oktaOrgsRead: String { "okta.orgs.read" }
        public static var oktaPersonalAdminSettingsManage: String { "okta.personal.adminSettings.manage" }
        public static var oktaPersonalAdminSettingsRead: String { "okta.personal.adminSettings.read" }
        public static var oktaPoliciesManage: String { "okta.policies.manage" }
        public static var oktaPoliciesRead: String { "okta.policies.read" }
        public static var oktaPrincipalRateLimitsManage: String { "okta.principalRateLimits.manage" }
        public static var oktaPrincipalRateLimitsRead: String { "okta.principalRateLimits.read" }
        public static var oktaProfileMappingsManage: String { "okta.profileMappings.manage" }
        public static var oktaProfileMappingsRead: String { "okta.profileMappings.read" }
        public static var oktaPushProvidersManage: String { "okta.pushProviders.manage" }
        public static var oktaPushProvidersRead: String { "okta.pushProviders.read" }
        public static var oktaRateLimitsManage: String { "okta.rateLimits.manage" }
        public static var oktaRateLimitsRead: String { "okta.rateLimits.read" }
        public static var oktaRealmAssignmentsManage: String { "okta.realmAssignments.manage" }
        public static var oktaRealmAssignmentsRead: String { "okta.realmAssignments.read" }
        public static var oktaRealmsManage: String { "okta.realms.manage" }
        public static var oktaRealmsRead: String { "okta.realms.read" }
        public static var oktaRolesManage: String { "okta.roles.manage" }
        public static var oktaRolesRead: String { "okta.roles.read" }
        public static var oktaSchemasManage: String { "okta.schemas.manage" }
        public static var oktaSchemasRead: String { "okta.schemas.read" }
        public static var oktaSecurityEventsProvidersManage: String { "okta.securityEventsProviders.manage" }
        public static var oktaSecurityEventsProvidersRead: String { "okta.securityEventsProviders.read" }
        public static var oktaServiceAccountsManage: String { "okta.serviceAccounts.manage" }
        public static var oktaServiceAccountsOktaManage: String { "okta.serviceAccounts.okta.manage" }
        public static var oktaServiceAccountsOktaRead: String { "okta.serviceAccounts.okta.read" }
        public static var oktaServiceAccountsRead: String { "okta.serviceAccounts.read" }
        public static var oktaSessionsManage: String { "okta.sessions.manage" }
        public static var oktaSessionsRead: String { "okta.sessions.read" }
        public static var oktaTemplatesManage: String { "okta.templates.manage" }
        public static var oktaTemplatesRead: String { "okta.templates.read" }
        public static var oktaThreatInsightsManage: String { "okta.threatInsights.manage" }
        public static var oktaThreatInsightsRead: String { "okta.threatInsights.read" }
        public static var oktaTrustedOriginsManage: String { "okta.trustedOrigins.manage" }
        public static var oktaTrustedOriginsRead: String { "okta.trustedOrigins.read" }
        public static var oktaUischemasManage: String { "okta.uischemas.manage" }
        public static var oktaUischemasRead: String { "okta.uischemas.read" }
        public static var oktaUniversalLogoutManage: String { "okta.universalLogout.manage" }
        public static var oktaUserRiskManage: String { "okta.userRisk.manage" }
        public static var oktaUserRiskRead: String { "okta.userRisk.read" }
        public static var oktaUserTypesManage: String { "okta.userTypes.manage" }
        public static var oktaUserTypesRead: String { "okta.userTypes.read" }
        public static var oktaUsersManage: String { "okta.users.manage" }
        public static var oktaUsersRead: String { "okta.users.read" }
        public static var oktaWorkflowsInvokeManage: String { "okta.workflows.invoke.manage" }
        public static var openid: String { "openid" }
        public static var phone: String { "phone" }
        public static var profile: String { "profile" }
        public static var ssfManage: String { "ssf.manage" }
        public static var ssfRead: String { "ssf.read" }
    }
    /// Of OpenStreetMap.
    public enum Openstreetmap {
        public static var readPrefs: String { "read_prefs" }
    }
    /// Of ORCID.
    public enum Orcid {
        public static var authenticate: String { "/authenticate" }
    }
    /// Of osu!.
    public enum Osu {
        public static var chatRead: String { "chat.read" }
        public static var chatWrite: String { "chat.write" }
        public static var chatWriteManage: String { "chat.write_manage" }
        public static var delegate: String { "delegate" }
        public static var forumWrite: String { "forum.write" }
        public static var forumWriteManage: String { "forum.write_manage" }
        public static var friendsRead: String { "friends.read" }
        public static var groupPermissions: String { "group_permissions" }
        public static var identify: String { "identify" }
        public static var multiplayerWriteManage: String { "multiplayer.write_manage" }
        public static var `public`: String { "public" }
    }
    /// Of Oura.
    public enum Oura {
        public static var daily: String { "daily" }
        public static var email: String { "email" }
        public static var heartrate: String { "heartrate" }
        public static var personal: String { "personal" }
        public static var session: String { "session" }
        public static var spo2Daily: String { "spo2Daily" }
        public static var tag: String { "tag" }
        public static var workout: String { "workout" }
    }
    /// Of Outreach.
    public enum Outreach {
        public static var mcpRead: String { "mcp:read" }
        public static var mcpWrite: String { "mcp:write" }
    }
    /// Of PagerDuty.
    public enum Pagerduty {
        public static var incidentsRead: String { "incidents.read" }
        public static var incidentsWrite: String { "incidents.write" }
        public static var openid: String { "openid" }
        public static var read: String { "read" }
        public static var servicesRead: String { "services.read" }
        public static var write: String { "write" }
    }
    /// Of Pandadoc.
    public enum Pandadoc {
        public static var read: String { "read" }
        public static var readWrite: String { "read+write" }
    }
    /// Of Patreon.
    public enum Patreon {
        public static var campaigns: String { "campaigns" }
        public static var identity: String { "identity" }
        public static var identityEmail: String { "identity[email]" }
    }
    /// Of PayPal.
    public enum Paypal {
        public static var address: String { "address" }
        public static var email: String { "email" }
        public static var httpsUriPaypalComServicesExpresscheckout: String { "https://uri.paypal.com/services/expresscheckout" }
        public static var httpsUriPaypalComServicesPaymentsFuturepayments: String { "https://uri.paypal.com/services/payments/futurepayments" }
        public static var httpsUriPaypalComServicesPaypalattributes: String { "https://uri.paypal.com/services/paypalattributes" }
        public static var httpsUriPaypalComServicesWalletSendmoney: String { "https://uri.paypal.com/services/wallet/sendmoney" }
        public static var openid: String { "openid" }
        public static var phone: String { "phone" }
        public static var profile: String { "profile" }
    }
    /// Of Pennylane.
    public enum Pennylane {
        public static var billingSubscriptionsAll: String { "billing_subscriptions:all" }
        public static var billingSubscriptionsReadonly: String { "billing_subscriptions:readonly" }
        public static var categoriesAll: String { "categories:all" }
        public static var categoriesReadonly: String { "categories:readonly" }
        public static var commercialDocumentsAll: String { "commercial_documents:all" }
        public static var commercialDocumentsReadonly: String { "commercial_documents:readonly" }
        public static var customerInvoicesAll: String { "customer_invoices:all" }
        public static var customerInvoicesReadonly: String { "customer_invoices:readonly" }
        public static var customerMandatesAll: String { "customer_mandates:all" }
        public static var customerMandatesReadonly: String { "customer_mandates:readonly" }
        public static var customersAll: String { "customers:all" }
        public static var customersReadonly: String { "customers:readonly" }
        public static var eInvoicesAll: String { "e_invoices:all" }
        public static var exportsAgl: String { "exports:agl" }
        public static var exportsFec: String { "exports:fec" }
        public static var exportsGl: String { "exports:gl" }
        public static var fileAttachmentsAll: String { "file_attachments:all" }
        public static var fiscalYearsReadonly: String { "fiscal_years:readonly" }
        public static var journalsAll: String { "journals:all" }
        public static var journalsReadonly: String { "journals:readonly" }
        public static var ledgerAccountsAll: String { "ledger_accounts:all" }
        public static var ledgerAccountsReadonly: String { "ledger_accounts:readonly" }
        public static var ledgerEntriesAll: String { "ledger_entries:all" }
        public static var ledgerEntriesReadonly: String { "ledger_entries:readonly" }
        public static var productsAll: String { "products:all" }
        public static var productsReadonly: String { "products:readonly" }
        public static var quotesAll: String { "quotes:all" }
        public static var quotesReadonly: String { "quotes:readonly" }
        public static var supplierInvoicesAll: String { "supplier_invoices:all" }
        public static var supplierInvoicesReadonly: String { "supplier_invoices:readonly" }
        public static var suppliersAll: String { "suppliers:all" }
        public static var suppliersReadonly: String { "suppliers:readonly" }
        public static var transactionsAll: String { "transactions:all" }
        public static var transactionsReadonly: String { "transactions:readonly" }
        public static var trialBalanceReadonly: String { "trial_balance:readonly" }
    }
    /// Of Pinterest.
    public enum Pinterest {
        public static var adsRead: String { "ads:read" }
        public static var adsWrite: String { "ads:write" }
        public static var billingRead: String { "billing:read" }
        public static var billingWrite: String { "billing:write" }
        public static var bizAccessRead: String { "biz_access:read" }
        public static var bizAccessWrite: String { "biz_access:write" }
        public static var boardsRead: String { "boards:read" }
        public static var boardsReadSecret: String { "boards:read_secret" }
        public static var boardsWrite: String { "boards:write" }
        public static var boardsWriteSecret: String { "boards:write_secret" }
        public static var catalogsRead: String { "catalogs:read" }
        public static var catalogsWrite: String { "catalogs:write" }
        public static var msotWrite: String { "msot:write" }
        public static var pinsRead: String { "pins:read" }
        public static var pinsReadSecret: String { "pins:read_secret" }
        public static var pinsWrite: String { "pins:write" }
        public static var pinsWriteSecret: String { "pins:write_secret" }
        public static var userAccountsRead: String { "user_accounts:read" }
        public static var userAccountsWrite: String { "user_accounts:write" }
    }
    /// Of Pipedrive.
    public enum Pipedrive {
        public static var activitiesFull: String { "activities:full" }
        public static var admin: String { "admin" }
        public static var base: String { "base" }
        public static var contactFieldsFull: String { "contact-fields:full" }
        public static var contactsFull: String { "contacts:full" }
        public static var dealFieldsFull: String { "deal-fields:full" }
        public static var dealsFull: String { "deals:full" }
        public static var leadsFull: String { "leads:full" }
        public static var productFieldsFull: String { "product-fields:full" }
        public static var productsFull: String { "products:full" }
        public static var projectFieldsFull: String { "project-fields:full" }
        public static var projectsFull: String { "projects:full" }
        public static var searchRead: String { "search:read" }
        public static var usersRead: String { "users:read" }
        public static var webhooksFull: String { "webhooks:full" }
    }
    /// Of Planning Center Online.
    public enum PlanningCenterOnline {
        public static var api: String { "api" }
        public static var calendar: String { "calendar" }
        public static var checkIns: String { "check_ins" }
        public static var giving: String { "giving" }
        public static var groups: String { "groups" }
        public static var home: String { "home" }
        public static var openid: String { "openid" }
        public static var people: String { "people" }
        public static var publishing: String { "publishing" }
        public static var registrations: String { "registrations" }
        public static var services: String { "services" }
    }
    /// Of Podio.
    public enum Podio {
        public static var globalRead: String { "global:read" }
        public static var globalWrite: String { "global:write" }
    }
    /// Of Podium.
    public enum Podium {
        public static var readCampaigns: String { "read_campaigns" }
        public static var readContacts: String { "read_contacts" }
        public static var readFeedback: String { "read_feedback" }
        public static var readLocations: String { "read_locations" }
        public static var readMessages: String { "read_messages" }
        public static var readOrganizations: String { "read_organizations" }
        public static var readPayments: String { "read_payments" }
        public static var readReviews: String { "read_reviews" }
        public static var readUsers: String { "read_users" }
        public static var writeAppointments: String { "write_appointments" }
        public static var writeCampaignMessages: String { "write_campaign_messages" }
        public static var writeContacts: String { "write_contacts" }
        public static var writeDataFeedEvent: String { "write_data_feed_event" }
        public static var writeLocations: String { "write_locations" }
        public static var writeMessages: String { "write_messages" }
        public static var writePayments: String { "write_payments" }
        public static var writeReviews: String { "write_reviews" }
    }
    /// Of Productboard.
    public enum Productboard {
        public static var analyticsRead: String { "analytics:read" }
        public static var entitiesDelete: String { "entities:delete" }
        public static var entitiesRead: String { "entities:read" }
        public static var entitiesWrite: String { "entities:write" }
        public static var fieldsWrite: String { "fields:write" }
        public static var identityRead: String { "identity:read" }
        public static var jiraIntegrationsConnectionRead: String { "jira-integrations:connection:read" }
        public static var jiraIntegrationsRead: String { "jira-integrations:read" }
        public static var mcpRead: String { "mcp.read" }
        public static var mcpWrite: String { "mcp.write" }
        public static var membersPiiRead: String { "members:pii:read" }
        public static var membersRead: String { "members:read" }
        public static var notesDelete: String { "notes:delete" }
        public static var notesRead: String { "notes:read" }
        public static var notesWrite: String { "notes:write" }
        public static var pluginIntegrationsConnectionRead: String { "plugin-integrations:connection:read" }
        public static var pluginIntegrationsConnectionWrite: String { "plugin-integrations:connection:write" }
        public static var pluginIntegrationsDelete: String { "plugin-integrations:delete" }
        public static var pluginIntegrationsRead: String { "plugin-integrations:read" }
        public static var pluginIntegrationsWrite: String { "plugin-integrations:write" }
        public static var teamsDelete: String { "teams:delete" }
        public static var teamsRead: String { "teams:read" }
        public static var teamsWrite: String { "teams:write" }
        public static var usersPiiRead: String { "users:pii:read" }
        public static var webhooksDelete: String { "webhooks:delete" }
        public static var webhooksRead: String { "webhooks:read" }
        public static var webhooksWrite: String { "webhooks:write" }
    }
    /// Of QuickBooks Online.
    public enum Quickbooks {
        public static var address: String { "address" }
        public static var appFoundationsCustomFieldDefinitions: String { "app-foundations.custom-field-definitions" }
        public static var appFoundationsCustomFieldDefinitionsRead: String { "app-foundations.custom-field-definitions.read" }
        public static var comIntuitQuickbooksAccounting: String { "com.intuit.quickbooks.accounting" }
        public static var comIntuitQuickbooksPayment: String { "com.intuit.quickbooks.payment" }
        public static var email: String { "email" }
        public static var indirectTaxTaxCalculationQuickbooks: String { "indirect-tax.tax-calculation.quickbooks" }
        public static var openid: String { "openid" }
        public static var payrollCompensationRead: String { "payroll.compensation.read" }
        public static var phone: String { "phone" }
        public static var profile: String { "profile" }
        public static var projectManagementProject: String { "project-management.project" }
    }
    /// Of Ramp.
    public enum Ramp {
        public static var accountingRead: String { "accounting:read" }
        public static var accountingWrite: String { "accounting:write" }
        public static var applicationsRead: String { "applications:read" }
        public static var applicationsWrite: String { "applications:write" }
        public static var bankAccountsRead: String { "bank_accounts:read" }
        public static var billsRead: String { "bills:read" }
        public static var billsWrite: String { "bills:write" }
        public static var businessRead: String { "business:read" }
        public static var cardsRead: String { "cards:read" }
        public static var cardsReadVault: String { "cards:read_vault" }
        public static var cardsWrite: String { "cards:write" }
        public static var cashbacksRead: String { "cashbacks:read" }
        public static var customRecordsRead: String { "custom_records:read" }
        public static var customRecordsWrite: String { "custom_records:write" }
        public static var departmentsRead: String { "departments:read" }
        public static var departmentsWrite: String { "departments:write" }
        public static var entitiesRead: String { "entities:read" }
        public static var itemReceiptsRead: String { "item_receipts:read" }
        public static var leadsRead: String { "leads:read" }
        public static var leadsWrite: String { "leads:write" }
        public static var limitsRead: String { "limits:read" }
        public static var limitsWrite: String { "limits:write" }
        public static var locationsRead: String { "locations:read" }
        public static var locationsWrite: String { "locations:write" }
        public static var memosRead: String { "memos:read" }
        public static var memosWrite: String { "memos:write" }
        public static var merchantsRead: String { "merchants:read" }
        public static var purchaseOrdersRead: String { "purchase_orders:read" }
        public static var receiptIntegrationsRead: String { "receipt_integrations:read" }
        public static var receiptIntegrationsWrite: String { "receipt_integrations:write" }
        public static var receiptsRead: String { "receipts:read" }
        public static var receiptsWrite: String { "receipts:write" }
        public static var reimbursementsRead: String { "reimbursements:read" }
        public static var spendProgramsRead: String { "spend_programs:read" }
        public static var spendProgramsWrite: String { "spend_programs:write" }
        public static var statementsRead: String { "statements:read" }
        public static var transactionsRead: String { "transactions:read" }
        public static var transfersRead: String { "transfers:read" }
        public static var usersRead: String { "users:read" }
        public static var usersWrite: String { "users:write" }
        public static var vendorsRead: String { "vendors:read" }
        public static var vendorsWrite: String { "vendors:write" }
    }
    /// Of Reddit.
    public enum Reddit {
        public static var account: String { "account" }
        public static var announcements: String { "announcements" }
        public static var edit: String { "edit" }
        public static var flair: String { "flair" }
        public static var history: String { "history" }
        public static var identity: String { "identity" }
        public static var livemanage: String { "livemanage" }
        public static var modconfig: String { "modconfig" }
        public static var modflair: String { "modflair" }
        public static var modlog: String { "modlog" }
        public static var modmail: String { "modmail" }
        public static var modnote: String { "modnote" }
        public static var modothers: String { "modothers" }
        public static var modposts: String { "modposts" }
        public static var modwiki: String { "modwiki" }
        public static var mysubreddits: String { "mysubreddits" }
        public static var privatemessages: String { "privatemessages" }
        public static var read: String { "read" }
        public static var report: String { "report" }
        public static var save: String { "save" }
        public static var structuredstyles: String { "structuredstyles" }
        public static var submit: String { "submit" }
        public static var subscribe: String { "subscribe" }
        public static var vote: String { "vote" }
        public static var wikiedit: String { "wikiedit" }
        public static var wikiread: String { "wikiread" }
    }
    /// Of RingCentral.
    public enum RingCentral {
        public static var a2PSMS: String { "A2PSMS" }
        public static var aI: String { "AI" }
        public static var accounts: String { "Accounts" }
        public static var analytics: String { "Analytics" }
        public static var callControl: String { "CallControl" }
        public static var contacts: String { "Contacts" }
        public static var controlWebinars: String { "ControlWebinars" }
        public static var directRingOut: String { "DirectRingOut" }
        public static var editAccounts: String { "EditAccounts" }
        public static var editCallLog: String { "EditCallLog" }
        public static var editCustomData: String { "EditCustomData" }
        public static var editExtensions: String { "EditExtensions" }
        public static var editMessages: String { "EditMessages" }
        public static var editPaymentInfo: String { "EditPaymentInfo" }
        public static var editPresence: String { "EditPresence" }
        public static var editReportingSettings: String { "EditReportingSettings" }
        public static var editUserCredentials: String { "EditUserCredentials" }
        public static var editWebinars: String { "EditWebinars" }
        public static var faxes: String { "Faxes" }
        public static var glip: String { "Glip" }
        public static var internalMessages: String { "InternalMessages" }
        public static var meetings: String { "Meetings" }
        public static var readAccounts: String { "ReadAccounts" }
        public static var readCallLog: String { "ReadCallLog" }
        public static var readCallRecording: String { "ReadCallRecording" }
        public static var readClientInfo: String { "ReadClientInfo" }
        public static var readContacts: String { "ReadContacts" }
        public static var readMessages: String { "ReadMessages" }
        public static var readPresence: String { "ReadPresence" }
        public static var readWebinars: String { "ReadWebinars" }
        public static var ringOut: String { "RingOut" }
        public static var roleManagement: String { "RoleManagement" }
        public static var sMS: String { "SMS" }
        public static var subscriptionWebhook: String { "SubscriptionWebhook" }
        public static var teamMessaging: String { "TeamMessaging" }
        public static var video: String { "Video" }
        public static var voicemail: String { "Voicemail" }
        public static var voipCalling: String { "VoipCalling" }
    }
    /// Of Roblox.
    public enum Roblox {
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Sage.
    public enum Sage {
        public static var fullAccess: String { "full_access" }
        public static var readonly: String { "readonly" }
    }
    /// Of Sage Intacct.
    public enum SageIntacct {
        public static var offlineAccess: String { "offline_access" }
        public static var openid: String { "openid" }
        public static var sageAiAgents: String { "sage/ai-agents" }
        public static var tokenExchange: String { "token-exchange" }
    }
    /// Of Salesforce.
    public enum Salesforce {
        public static var api: String { "api" }
        public static var cdpQueryApi: String { "cdp_query_api" }
        public static var chatterApi: String { "chatter_api" }
        public static var content: String { "content" }
        public static var customPermissions: String { "custom_permissions" }
        public static var einsteinGptApi: String { "einstein_gpt_api" }
        public static var email: String { "email" }
        public static var full: String { "full" }
        public static var id: String { "id" }
        public static var openid: String { "openid" }
        public static var pardotApi: String { "pardot_api" }
        public static var profile: String { "profile" }
        public static var refreshToken: String { "refresh_token" }
        public static var visualforce: String { "visualforce" }
        public static var waveApi: String { "wave_api" }
        public static var web: String { "web" }
    }
    /// Of Salesloft.
    public enum Salesloft {
        public static var externalEmailsCreate: String { "external_emails:create" }
        public static var openid: String { "openid" }
        public static var systemAll: String { "system:all" }
    }
    /// Of Sellsy.
    public enum Sellsy {
        public static var accessTokensRead: String { "access-tokens.read" }
        public static var accessTokensWrite: String { "access-tokens.write" }
        public static var accountingCodesRead: String { "accounting-codes.read" }
        public static var accountingCodesWrite: String { "accounting-codes.write" }
        public static var accountingEntryRead: String { "accounting-entry.read" }
        public static var accountingEntryWrite: String { "accounting-entry.write" }
        public static var accountingSettingsRead: String { "accounting-settings.read" }
        public static var accountingSettingsWrite: String { "accounting-settings.write" }
        public static var accountsRead: String { "accounts.read" }
        public static var accountsWrite: String { "accounts.write" }
        public static var activitiesRead: String { "activities.read" }
        public static var activitiesWrite: String { "activities.write" }
        public static var adyenRead: String { "adyen.read" }
        public static var adyenWrite: String { "adyen.write" }
        public static var apiV1: String { "api-v1" }
        public static var bankAccountsRead: String { "bank-accounts.read" }
        public static var calendarsRead: String { "calendars.read" }
        public static var calendarsWrite: String { "calendars.write" }
        public static var checkLabelsRead: String { "check-labels.read" }
        public static var clientsRead: String { "clients.read" }
        public static var clientsWrite: String { "clients.write" }
        public static var commentsRead: String { "comments.read" }
        public static var commentsWrite: String { "comments.write" }
        public static var companiesRead: String { "companies.read" }
        public static var companiesWrite: String { "companies.write" }
        public static var contactsRead: String { "contacts.read" }
        public static var contactsWrite: String { "contacts.write" }
        public static var creditNotesRead: String { "credit-notes.read" }
        public static var creditNotesWrite: String { "credit-notes.write" }
        public static var customActivitiesRead: String { "custom-activities.read" }
        public static var customActivitiesWrite: String { "custom-activities.write" }
        public static var customFieldsRead: String { "custom-fields.read" }
        public static var customFieldsWrite: String { "custom-fields.write" }
        public static var deliveriesRead: String { "deliveries.read" }
        public static var deliveriesWrite: String { "deliveries.write" }
        public static var discountInclTaxesRead: String { "discount-incl-taxes.read" }
        public static var discountInclTaxesWrite: String { "discount-incl-taxes.write" }
        public static var documentLayoutsRead: String { "document-layouts.read" }
        public static var emailsRead: String { "emails.read" }
        public static var emailsSettings: String { "emails.settings" }
        public static var emailsWrite: String { "emails.write" }
        public static var estimatesRead: String { "estimates.read" }
        public static var estimatesWrite: String { "estimates.write" }
        public static var filesRead: String { "files.read" }
        public static var filesWrite: String { "files.write" }
        public static var individualsRead: String { "individuals.read" }
        public static var individualsWrite: String { "individuals.write" }
        public static var invoicesRead: String { "invoices.read" }
        public static var invoicesWrite: String { "invoices.write" }
        public static var invoicingRead: String { "invoicing.read" }
        public static var invoicingSettings: String { "invoicing.settings" }
        public static var itemsRead: String { "items.read" }
        public static var itemsWrite: String { "items.write" }
        public static var listingsList: String { "listings.list" }
        public static var listingsRead: String { "listings.read" }
        public static var listingsWrite: String { "listings.write" }
        public static var modelsRead: String { "models.read" }
        public static var modelsWrite: String { "models.write" }
        public static var notificationsRead: String { "notifications.read" }
        public static var notificationsWrite: String { "notifications.write" }
        public static var objectivesRead: String { "objectives.read" }
        public static var objectivesWrite: String { "objectives.write" }
        public static var ocrRead: String { "ocr.read" }
        public static var opportunitiesRead: String { "opportunities.read" }
        public static var opportunitiesWrite: String { "opportunities.write" }
        public static var ordersRead: String { "orders.read" }
        public static var ordersWrite: String { "orders.write" }
        public static var paymentTermsRead: String { "payment-terms.read" }
        public static var paymentsRead: String { "payments.read" }
        public static var paymentsWrite: String { "payments.write" }
        public static var phonecallsRead: String { "phonecalls.read" }
        public static var phonecallsWrite: String { "phonecalls.write" }
        public static var primesRead: String { "primes.read" }
        public static var proformaInvoicesRead: String { "proforma-invoices.read" }
        public static var proposalsRead: String { "proposals.read" }
        public static var proposalsWrite: String { "proposals.write" }
        public static var rateCategoriesRead: String { "rate-categories.read" }
        public static var rateCategoriesWrite: String { "rate-categories.write" }
        public static var scopesRead: String { "scopes.read" }
        public static var searchRead: String { "search.read" }
        public static var smartTagsRead: String { "smart-tags.read" }
        public static var smartTagsWrite: String { "smart-tags.write" }
        public static var staffsRead: String { "staffs.read" }
        public static var staffsWrite: String { "staffs.write" }
        public static var stancerRead: String { "stancer.read" }
        public static var stancerWrite: String { "stancer.write" }
        public static var subscriptionsRead: String { "subscriptions.read" }
        public static var subscriptionsWrite: String { "subscriptions.write" }
        public static var tasksRead: String { "tasks.read" }
        public static var tasksWrite: String { "tasks.write" }
        public static var taxesRead: String { "taxes.read" }
        public static var taxesWrite: String { "taxes.write" }
        public static var webhooksRead: String { "webhooks.read" }
        public static var webhooksWrite: String { "webhooks.write" }
    }
    /// Of ServiceM8.
    public enum Servicem8 {
        public static var createJobs: String { "create_jobs" }
        public static var manageAssets: String { "manage_assets" }
        public static var manageBadges: String { "manage_badges" }
        public static var manageCustomerContacts: String { "manage_customer_contacts" }
        public static var manageCustomers: String { "manage_customers" }
        public static var manageFeedback: String { "manage_feedback" }
        public static var manageForms: String { "manage_forms" }
        public static var manageInventory: String { "manage_inventory" }
        public static var manageJobCategories: String { "manage_job_categories" }
        public static var manageJobChecklists: String { "manage_job_checklists" }
        public static var manageJobContacts: String { "manage_job_contacts" }
        public static var manageJobMaterials: String { "manage_job_materials" }
        public static var manageJobPayments: String { "manage_job_payments" }
        public static var manageJobQueues: String { "manage_job_queues" }
        public static var manageJobs: String { "manage_jobs" }
        public static var manageLocations: String { "manage_locations" }
        public static var manageNotifications: String { "manage_notifications" }
        public static var manageSchedule: String { "manage_schedule" }
        public static var manageStaff: String { "manage_staff" }
        public static var manageTasks: String { "manage_tasks" }
        public static var manageTaxRates: String { "manage_tax_rates" }
        public static var manageTemplates: String { "manage_templates" }
        public static var publishEmail: String { "publish_email" }
        public static var publishJobAttachments: String { "publish_job_attachments" }
        public static var publishJobNotes: String { "publish_job_notes" }
        public static var publishJobPhotos: String { "publish_job_photos" }
        public static var publishSms: String { "publish_sms" }
        public static var readAssets: String { "read_assets" }
        public static var readCustomerContacts: String { "read_customer_contacts" }
        public static var readCustomers: String { "read_customers" }
        public static var readFeedback: String { "read_feedback" }
        public static var readForms: String { "read_forms" }
        public static var readInbox: String { "read_inbox" }
        public static var readInventory: String { "read_inventory" }
        public static var readJobAttachments: String { "read_job_attachments" }
        public static var readJobCategories: String { "read_job_categories" }
        public static var readJobChecklists: String { "read_job_checklists" }
        public static var readJobContacts: String { "read_job_contacts" }
        public static var readJobMaterials: String { "read_job_materials" }
        public static var readJobNotes: String { "read_job_notes" }
        public static var readJobPayments: String { "read_job_payments" }
        public static var readJobPhotos: String { "read_job_photos" }
        public static var readJobQueues: String { "read_job_queues" }
        public static var readJobs: String { "read_jobs" }
        public static var readLocations: String { "read_locations" }
        public static var readMessages: String { "read_messages" }
        public static var readSchedule: String { "read_schedule" }
        public static var readSecurityRoles: String { "read_security_roles" }
        public static var readStaff: String { "read_staff" }
        public static var readTasks: String { "read_tasks" }
        public static var readTaxRates: String { "read_tax_rates" }
        public static var staffActivity: String { "staff_activity" }
        public static var staffLocations: String { "staff_locations" }
        public static var vendor: String { "vendor" }
        public static var vendorEmail: String { "vendor_email" }
        public static var vendorLogo: String { "vendor_logo" }
    }
    /// Of ServiceNow.
    public enum Servicenow {
        public static var useraccount: String { "useraccount" }
    }
    /// Of Seznam.
    public enum SeznamOauth2 {
        public static var identity: String { "identity" }
    }
    /// Of Shopify.
    public enum Shopify {
        public static var customerReadCompanies: String { "customer_read_companies" }
        public static var customerReadCustomers: String { "customer_read_customers" }
        public static var customerReadDraftOrders: String { "customer_read_draft_orders" }
        public static var customerReadLocations: String { "customer_read_locations" }
        public static var customerReadMarkets: String { "customer_read_markets" }
        public static var customerReadMetaobjects: String { "customer_read_metaobjects" }
        public static var customerReadOrders: String { "customer_read_orders" }
        public static var customerReadOwnSubscriptionContracts: String { "customer_read_own_subscription_contracts" }
        public static var customerReadStoreCreditAccounts: String { "customer_read_store_credit_accounts" }
        public static var customerWriteCompanies: String { "customer_write_companies" }
        public static var customerWriteCustomers: String { "customer_write_customers" }
        public static var customerWriteLocations: String { "customer_write_locations" }
        public static var customerWriteOrders: String { "customer_write_orders" }
        public static var customerWriteOwnSubscriptionContracts: String { "customer_write_own_subscription_contracts" }
        public static var customerWriteSubscriptionContracts: String { "customer_write_subscription_contracts" }
        public static var readAllOrders: String { "read_all_orders" }
        public static var readAssignedFulfillmentOrders: String { "read_assigned_fulfillment_orders" }
        public static var readCartTransforms: String { "read_cart_transforms" }
        public static var readCheckoutAndAccountsConfigurations: String { "read_checkout_and_accounts_configurations" }
        public static var readCheckoutBrandingSettings: String { "read_checkout_branding_settings" }
        public static var readContent: String { "read_content" }
        public static var readCustomerEvents: String { "read_customer_events" }
        public static var readCustomerMerge: String { "read_customer_merge" }
        public static var readCustomerPaymentMethods: String { "read_customer_payment_methods" }
        public static var readCustomers: String { "read_customers" }
        public static var readDeliveryCustomizations: String { "read_delivery_customizations" }
        public static var readDiscounts: String { "read_discounts" }
        public static var readDraftOrders: String { "read_draft_orders" }
        public static var readFiles: String { "read_files" }
        public static var readFulfillments: String { "read_fulfillments" }
        public static var readGiftCards: String { "read_gift_cards" }
        public static var readInventory: String { "read_inventory" }
        public static var readLegalPolicies: String { "read_legal_policies" }
        public static var readLocales: String { "read_locales" }
        public static var readLocations: String { "read_locations" }
        public static var readMarketingEvents: String { "read_marketing_events" }
        public static var readMarketplaceFulfillmentOrders: String { "read_marketplace_fulfillment_orders" }
        public static var readMarkets: String { "read_markets" }
        public static var readMerchantApprovalSignals: String { "read_merchant_approval_signals" }
        public static var readMerchantManagedFulfillmentOrders: String { "read_merchant_managed_fulfillment_orders" }
        public static var readMetaobjectDefinitions: String { "read_metaobject_definitions" }
        public static var readMetaobjects: String { "read_metaobjects" }
        public static var readOnlineStoreNavigation: String { "read_online_store_navigation" }
        public static var readOnlineStorePages: String { "read_online_store_pages" }
        public static var readOrderEdits: String { "read_order_edits" }
        public static var readOrders: String { "read_orders" }
        public static var readOwnSubscriptionContracts: String { "read_own_subscription_contracts" }
        public static var readPaymentCustomizations: String { "read_payment_customizations" }
        public static var readPaymentGateways: String { "read_payment_gateways" }
        public static var readPaymentMandate: String { "read_payment_mandate" }
        public static var readPaymentTerms: String { "read_payment_terms" }
        public static var readPriceRules: String { "read_price_rules" }
        public static var readPrivacySettings: String { "read_privacy_settings" }
        public static var readProducts: String { "read_products" }
        public static var readReports: String { "read_reports" }
        public static var readReturns: String { "read_returns" }
        public static var readScriptTags: String { "read_script_tags" }
        public static var readShipping: String { "read_shipping" }
        public static var readShopifyPaymentsDisputeEvidences: String { "read_shopify_payments_dispute_evidences" }
        public static var readShopifyPaymentsDisputes: String { "read_shopify_payments_disputes" }
        public static var readShopifyPaymentsPayouts: String { "read_shopify_payments_payouts" }
        public static var readStoreCreditAccountTransactions: String { "read_store_credit_account_transactions" }
        public static var readStoreCreditAccounts: String { "read_store_credit_accounts" }
        public static var readThemes: String { "read_themes" }
        public static var readThirdPartyFulfillmentOrders: String { "read_third_party_fulfillment_orders" }
        public static var readTranslations: String { "read_translations" }
        public static var readUsers: String { "read_users" }
        public static var readValidations: String { "read_validations" }
        public static var unauthenticatedReadCheckouts: String { "unauthenticated_read_checkouts" }
        public static var unauthenticatedReadContent: String { "unauthenticated_read_content" }
        public static var unauthenticatedReadCustomerTags: String { "unauthenticated_read_customer_tags" }
        public static var unauthenticatedReadCustomers: String { "unauthenticated_read_customers" }
        public static var unauthenticatedReadMetaobjects: String { "unauthenticated_read_metaobjects" }
        public static var unauthenticatedReadProductInventory: String { "unauthenticated_read_product_inventory" }
        public static var unauthenticatedReadProductListings: String { "unauthenticated_read_product_listings" }
        public static var unauthenticatedReadProductPickupLocations: String { "unauthenticated_read_product_pickup_locations" }
        public static var unauthenticatedReadProductTags: String { "unauthenticated_read_product_tags" }
        public static var unauthenticatedReadSellingPlans: String { "unauthenticated_read_selling_plans" }
        public static var unauthenticatedWriteCheckouts: String { "unauthenticated_write_checkouts" }
        public static var unauthenticatedWriteCustomers: String { "unauthenticated_write_customers" }
        public static var writeAppProxy: String { "write_app_proxy" }
        public static var writeAssignedFulfillmentOrders: String { "write_assigned_fulfillment_orders" }
        public static var writeCartTransforms: String { "write_cart_transforms" }
        public static var writeCheckoutAndAccountsConfigurations: String { "write_checkout_and_accounts_configurations" }
        public static var writeCheckoutBrandingSettings: String { "write_checkout_branding_settings" }
        public static var writeContent: String { "write_content" }
        public static var writeCustomerMerge: String { "write_customer_merge" }
        public static var writeCustomers: String { "write_customers" }
        public static var writeDeliveryCustomizations: String { "write_delivery_customizations" }
        public static var writeDiscounts: String { "write_discounts" }
        public static var writeDraftOrders: String { "write_draft_orders" }
        public static var writeFiles: String { "write_files" }
        public static var writeFulfillments: String { "write_fulfillments" }
        public static var writeGiftCards: String { "write_gift_cards" }
        public static var writeInventory: String { "write_inventory" }
        public static var writeLocales: String { "write_locales" }
        public static var writeLocations: String { "write_locations" }
        public static var writeMarketingEvents: String { "write_marketing_events" }
        public static var writeMarkets: String { "write_markets" }
        public static var writeMerchantManagedFulfillmentOrders: String { "write_merchant_managed_fulfillment_orders" }
        public static var writeMetaobjectDefinitions: String { "write_metaobject_definitions" }
        public static var writeMetaobjects: String { "write_metaobjects" }
        public static var writeOnlineStoreNavigation: String { "write_online_store_navigation" }
        public static var writeOrderEdits: String { "write_order_edits" }
        public static var writeOrders: String { "write_orders" }
        public static var writeOwnSubscriptionContracts: String { "write_own_subscription_contracts" }
        public static var writePaymentCustomizations: String { "write_payment_customizations" }
        public static var writePaymentGateways: String { "write_payment_gateways" }
        public static var writePaymentMandate: String { "write_payment_mandate" }
        public static var writePaymentSessions: String { "write_payment_sessions" }
        public static var writePaymentTerms: String { "write_payment_terms" }
        public static var writePixels: String { "write_pixels" }
        public static var writePriceRules: String { "write_price_rules" }
        public static var writePrivacySettings: String { "write_privacy_settings" }
        public static var writeProducts: String { "write_products" }
        public static var writeReturns: String { "write_returns" }
        public static var writeScriptTags: String { "write_script_tags" }
        public static var writeShipping: String { "write_shipping" }
        public static var writeStoreCreditAccountTransactions: String { "write_store_credit_account_transactions" }
        public static var writeThemes: String { "write_themes" }
        public static var writeThirdPartyFulfillmentOrders: String { "write_third_party_fulfillment_orders" }
        public static var writeTranslations: String { "write_translations" }
        public static var writeValidations: String { "write_validations" }
    }
    /// Of SignNow.
    public enum Signnow {
        public static var n: String { "*" }
    }
    /// Of Slack.
    public enum Slack {
        public static var channelsHistory: String { "channels:history" }
        public static var channelsRead: String { "channels:read" }
        public static var chatWrite: String { "chat:write" }
        public static var filesRead: String { "files:read" }
        public static var filesWrite: String { "files:write" }
        public static var groupsHistory: String { "groups:history" }
        public static var groupsRead: String { "groups:read" }
        public static var imHistory: String { "im:history" }
        public static var searchRead: String { "search:read" }
        public static var usersRead: String { "users:read" }
        public static var usersReadEmail: String { "users:read.email" }
    }
    /// Of Smartsheet.
    public enum Smartsheet {
        public static var aDMINSHEETS: String { "ADMIN_SHEETS" }
        public static var aDMINSIGHTS: String { "ADMIN_SIGHTS" }
        public static var aDMINUSERS: String { "ADMIN_USERS" }
        public static var aDMINWEBHOOKS: String { "ADMIN_WEBHOOKS" }
        public static var aDMINWORKSPACES: String { "ADMIN_WORKSPACES" }
        public static var cREATESHEETS: String { "CREATE_SHEETS" }
        public static var cREATESIGHTS: String { "CREATE_SIGHTS" }
        public static var dELETESHEETS: String { "DELETE_SHEETS" }
        public static var dELETESIGHTS: String { "DELETE_SIGHTS" }
        public static var rEADCONTACTS: String { "READ_CONTACTS" }
        public static var rEADEVENTS: String { "READ_EVENTS" }
        public static var rEADSHEETS: String { "READ_SHEETS" }
        public static var rEADSIGHTS: String { "READ_SIGHTS" }
        public static var rEADUSERS: String { "READ_USERS" }
        public static var sHARESHEETS: String { "SHARE_SHEETS" }
        public static var sHARESIGHTS: String { "SHARE_SIGHTS" }
        public static var wRITESHEETS: String { "WRITE_SHEETS" }
    }
    /// Of Snapchat Ads.
    public enum Snapchat {
        public static var httpsAuthSnapchatComOauth2ApiUserBitmojiAvatar: String { "https://auth.snapchat.com/oauth2/api/user.bitmoji.avatar" }
        public static var httpsAuthSnapchatComOauth2ApiUserDisplayName: String { "https://auth.snapchat.com/oauth2/api/user.display_name" }
        public static var snapchatMarketingApi: String { "snapchat-marketing-api" }
        public static var snapchatOfflineConversionsApi: String { "snapchat-offline-conversions-api" }
        public static var snapchatProfileApi: String { "snapchat-profile-api" }
    }
    /// Of Snowflake.
    public enum Snowflake {
        public static var refreshToken: String { "refresh_token" }
        public static var sessionRoleEncodedRoleName: String { "session:role-encoded:<role_name>" }
        public static var sessionRoleRoleName: String { "session:role:<role_name>" }
    }
    /// Of SoundCloud.
    public enum Soundcloud {
        public static var nonExpiring: String { "non-expiring" }
    }
    /// Of Spotify.
    public enum Spotify {
        public static var appRemoteControl: String { "app-remote-control" }
        public static var email: String { "email" }
        public static var openid: String { "openid" }
        public static var playlistModifyPrivate: String { "playlist-modify-private" }
        public static var playlistModifyPublic: String { "playlist-modify-public" }
        public static var playlistReadCollaborative: String { "playlist-read-collaborative" }
        public static var playlistReadPrivate: String { "playlist-read-private" }
        public static var profile: String { "profile" }
        public static var soaCreatePartner: String { "soa-create-partner" }
        public static var soaManageEntitlements: String { "soa-manage-entitlements" }
        public static var soaManagePartner: String { "soa-manage-partner" }
        public static var streaming: String { "streaming" }
        public static var ugcImageUpload: String { "ugc-image-upload" }
        public static var userFollowModify: String { "user-follow-modify" }
        public static var userFollowRead: String { "user-follow-read" }
        public static var userLibraryModify: String { "user-library-modify" }
        public static var userLibraryRead: String { "user-library-read" }
        public static var userModifyPlaybackState: String { "user-modify-playback-state" }
        public static var userPersonalized: String { "user-personalized" }
        public static var userReadCurrentlyPlaying: String { "user-read-currently-playing" }
        public static var userReadEmail: String { "user-read-email" }
        public static var userReadPlaybackPosition: String { "user-read-playback-position" }
        public static var userReadPlaybackState: String { "user-read-playback-state" }
        public static var userReadPrivate: String { "user-read-private" }
        public static var userReadRecentlyPlayed: String { "user-read-recently-played" }
        public static var userSoaLink: String { "user-soa-link" }
        public static var userSoaUnlink: String { "user-soa-unlink" }
        public static var userTopRead: String { "user-top-read" }
    }
    /// Of Squarespace.
    public enum Squarespace {
        public static var websiteInventory: String { "website.inventory" }
        public static var websiteInventoryRead: String { "website.inventory.read" }
        public static var websiteOrders: String { "website.orders" }
        public static var websiteOrdersRead: String { "website.orders.read" }
        public static var websiteProducts: String { "website.products" }
        public static var websiteProductsRead: String { "website.products.read" }
        public static var websiteTransactionsRead: String { "website.transactions.read" }
    }
    /// Of Square.
    public enum Squareup {
        public static var aPPOINTMENTSALLREAD: String { "APPOINTMENTS_ALL_READ" }
        public static var aPPOINTMENTSALLWRITE: String { "APPOINTMENTS_ALL_WRITE" }
        public static var aPPOINTMENTSBUSINESSSETTINGSREAD: String { "APPOINTMENTS_BUSINESS_SETTINGS_READ" }
        public static var aPPOINTMENTSREAD: String { "APPOINTMENTS_READ" }
        public static var aPPOINTMENTSWRITE: String { "APPOINTMENTS_WRITE" }
        public static var bANKACCOUNTSREAD: String { "BANK_ACCOUNTS_READ" }
        public static var bANKACCOUNTSWRITE: String { "BANK_ACCOUNTS_WRITE" }
        public static var cASHDRAWERREAD: String { "CASH_DRAWER_READ" }
        public static var cUSTOMERSREAD: String { "CUSTOMERS_READ" }
        public static var cUSTOMERSWRITE: String { "CUSTOMERS_WRITE" }
        public static var dEVICESREAD: String { "DEVICES_READ" }
        public static var dEVICECREDENTIALMANAGEMENT: String { "DEVICE_CREDENTIAL_MANAGEMENT" }
        public static var dISPUTESREAD: String { "DISPUTES_READ" }
        public static var dISPUTESWRITE: String { "DISPUTES_WRITE" }
        public static var eMPLOYEESREAD: String { "EMPLOYEES_READ" }
        public static var eMPLOYEESWRITE: String { "EMPLOYEES_WRITE" }
        public static var gIFTCARDSREAD: String { "GIFTCARDS_READ" }
        public static var gIFTCARDSWRITE: String { "GIFTCARDS_WRITE" }
        public static var iNVENTORYREAD: String { "INVENTORY_READ" }
        public static var iNVENTORYWRITE: String { "INVENTORY_WRITE" }
        public static var iNVOICESREAD: String { "INVOICES_READ" }
        public static var iNVOICESWRITE: String { "INVOICES_WRITE" }
        public static var iTEMSREAD: String { "ITEMS_READ" }
        public static var iTEMSWRITE: String { "ITEMS_WRITE" }
        public static var lOYALTYREAD: String { "LOYALTY_READ" }
        public static var lOYALTYWRITE: String { "LOYALTY_WRITE" }
        public static var mERCHANTPROFILEREAD: String { "MERCHANT_PROFILE_READ" }
        public static var mERCHANTPROFILEWRITE: String { "MERCHANT_PROFILE_WRITE" }
        public static var oNLINESTORESITEREAD: String { "ONLINE_STORE_SITE_READ" }
        public static var oNLINESTORESNIPPETSREAD: String { "ONLINE_STORE_SNIPPETS_READ" }
        public static var oNLINESTORESNIPPETSWRITE: String { "ONLINE_STORE_SNIPPETS_WRITE" }
        public static var oRDERSREAD: String { "ORDERS_READ" }
        public static var oRDERSWRITE: String { "ORDERS_WRITE" }
        public static var pAYMENTSREAD: String { "PAYMENTS_READ" }
        public static var pAYMENTSWRITE: String { "PAYMENTS_WRITE" }
        public static var pAYMENTSWRITEADDITIONALRECIPIENTS: String { "PAYMENTS_WRITE_ADDITIONAL_RECIPIENTS" }
        public static var pAYMENTSWRITEINPERSON: String { "PAYMENTS_WRITE_IN_PERSON" }
        public static var pAYOUTSREAD: String { "PAYOUTS_READ" }
        public static var sETTLEMENTSREAD: String { "SETTLEMENTS_READ" }
        public static var sUBSCRIPTIONSREAD: String { "SUBSCRIPTIONS_READ" }
        public static var sUBSCRIPTIONSWRITE: String { "SUBSCRIPTIONS_WRITE" }
        public static var tIMECARDSREAD: String { "TIMECARDS_READ" }
        public static var tIMECARDSSETTINGSREAD: String { "TIMECARDS_SETTINGS_READ" }
        public static var tIMECARDSSETTINGSWRITE: String { "TIMECARDS_SETTINGS_WRITE" }
        public static var tIMECARDSWRITE: String { "TIMECARDS_WRITE" }
        public static var vENDORREAD: String { "VENDOR_READ" }
        public static var vENDORWRITE: String { "VENDOR_WRITE" }
        public static var openid: String { "openid" }
        public static var personAliasRead: String { "person_alias_read" }
    }
    /// Of start.gg.
    public enum Startgg {
        public static var userEmail: String { "user.email" }
        public static var userIdentity: String { "user.identity" }
    }
    /// Of Stocktwits.
    public enum Stocktwits {
        public static var directMessages: String { "direct_messages" }
        public static var followStocks: String { "follow_stocks" }
        public static var followUsers: String { "follow_users" }
        public static var publishMessages: String { "publish_messages" }
        public static var publishWatchLists: String { "publish_watch_lists" }
        public static var read: String { "read" }
        public static var watchLists: String { "watch_lists" }
    }
    /// Of Strava.
    public enum Strava {
        public static var activityRead: String { "activity:read" }
        public static var activityReadAll: String { "activity:read_all" }
        public static var activityWrite: String { "activity:write" }
        public static var profileReadAll: String { "profile:read_all" }
        public static var profileWrite: String { "profile:write" }
        public static var `public`: String { "public" }
        public static var read: String { "read" }
        public static var readAll: String { "read_all" }
        public static var viewPrivate: String { "view_private" }
        public static var write: String { "write" }
    }
    /// Of Stripe Connect.
    public enum Stripe {
        public static var readOnly: String { "read_only" }
        public static var readWrite: String { "read_write" }
    }
    /// Of SurveyMonkey.
    public enum SurveyMonkey {
        public static var collectorsRead: String { "collectors_read" }
        public static var collectorsWrite: String { "collectors_write" }
        public static var contactsRead: String { "contacts_read" }
        public static var contactsWrite: String { "contacts_write" }
        public static var groupsRead: String { "groups_read" }
        public static var libraryRead: String { "library_read" }
        public static var responsesRead: String { "responses_read" }
        public static var responsesReadDetail: String { "responses_read_detail" }
        public static var responsesWrite: String { "responses_write" }
        public static var rolesRead: String { "roles_read" }
        public static var rolesWrite: String { "roles_write" }
        public static var surveysRead: String { "surveys_read" }
        public static var surveysWrite: String { "surveys_write" }
        public static var usersRead: String { "users_read" }
        public static var webhooksRead: String { "webhooks_read" }
        public static var webhooksWrite: String { "webhooks_write" }
        public static var workgroupsMembersRead: String { "workgroups_members_read" }
        public static var workgroupsMembersWrite: String { "workgroups_members_write" }
        public static var workgroupsRead: String { "workgroups_read" }
        public static var workgroupsSharesRead: String { "workgroups_shares_read" }
        public static var workgroupsSharesWrite: String { "workgroups_shares_write" }
        public static var workgroupsWrite: String { "workgroups_write" }
    }
    /// Of Teamleader Focus.
    public enum Teamleader {
        public static var users: String { "users" }
    }
    /// Of TickTick.
    public enum Ticktick {
        public static var tasksRead: String { "tasks:read" }
        public static var tasksWrite: String { "tasks:write" }
    }
    /// Of TikTok.
    public enum TiktokPersonal {
        public static var userInfoBasic: String { "user.info.basic" }
        public static var userInfoProfile: String { "user.info.profile" }
        public static var userInfoStats: String { "user.info.stats" }
        public static var videoList: String { "video.list" }
        public static var videoPublish: String { "video.publish" }
        public static var videoUpload: String { "video.upload" }
    }
    /// Of Todoist.
    public enum Todoist {
        public static var backupsRead: String { "backups:read" }
        public static var dataDelete: String { "data:delete" }
        public static var dataRead: String { "data:read" }
        public static var dataReadWrite: String { "data:read_write" }
        public static var devAppConsole: String { "dev:app_console" }
        public static var projectDelete: String { "project:delete" }
        public static var taskAdd: String { "task:add" }
    }
    /// Of Tremendous.
    public enum Tremendous {
        public static var `default`: String { "default" }
        public static var fraudPrevention: String { "fraud_prevention" }
        public static var teamManagement: String { "team_management" }
    }
    /// Of Tumblr.
    public enum Tumblr {
        public static var basic: String { "basic" }
        public static var offlineAccess: String { "offline_access" }
        public static var write: String { "write" }
    }
    /// Of Twitch.
    public enum Twitch {
        public static var analyticsReadExtensions: String { "analytics:read:extensions" }
        public static var analyticsReadGames: String { "analytics:read:games" }
        public static var bitsRead: String { "bits:read" }
        public static var channelBot: String { "channel:bot" }
        public static var channelEditCommercial: String { "channel:edit:commercial" }
        public static var channelManageAds: String { "channel:manage:ads" }
        public static var channelManageBroadcast: String { "channel:manage:broadcast" }
        public static var channelManageClips: String { "channel:manage:clips" }
        public static var channelManageExtensions: String { "channel:manage:extensions" }
        public static var channelManageGuestStar: String { "channel:manage:guest_star" }
        public static var channelManageModerators: String { "channel:manage:moderators" }
        public static var channelManagePolls: String { "channel:manage:polls" }
        public static var channelManagePredictions: String { "channel:manage:predictions" }
        public static var channelManageRaids: String { "channel:manage:raids" }
        public static var channelManageRedemptions: String { "channel:manage:redemptions" }
        public static var channelManageSchedule: String { "channel:manage:schedule" }
        public static var channelManageVideos: String { "channel:manage:videos" }
        public static var channelManageVips: String { "channel:manage:vips" }
        public static var channelModerate: String { "channel:moderate" }
        public static var channelReadAds: String { "channel:read:ads" }
        public static var channelReadCharity: String { "channel:read:charity" }
        public static var channelReadEditors: String { "channel:read:editors" }
        public static var channelReadGoals: String { "channel:read:goals" }
        public static var channelReadGuestStar: String { "channel:read:guest_star" }
        public static var channelReadHypeTrain: String { "channel:read:hype_train" }
        public static var channelReadPolls: String { "channel:read:polls" }
        public static var channelReadPredictions: String { "channel:read:predictions" }
        public static var channelReadRedemptions: String { "channel:read:redemptions" }
        public static var channelReadStreamKey: String { "channel:read:stream_key" }
        public static var channelReadSubscriptions: String { "channel:read:subscriptions" }
        public static var channelReadVips: String { "channel:read:vips" }
        public static var channelCheckSubscription: String { "channel_check_subscription" }
        public static var channelCommercial: String { "channel_commercial" }
        public static var channelEditor: String { "channel_editor" }
        public static var channelRead: String { "channel_read" }
        public static var channelStream: String { "channel_stream" }
        public static var channelSubscriptions: String { "channel_subscriptions" }
        public static var chatEdit: String { "chat:edit" }
        public static var chatRead: String { "chat:read" }
        public static var chatLogin: String { "chat_login" }
        public static var clipsEdit: String { "clips:edit" }
        public static var editorManageClips: String { "editor:manage:clips" }
        public static var moderationRead: String { "moderation:read" }
        public static var moderatorManageAnnouncements: String { "moderator:manage:announcements" }
        public static var moderatorManageAutomod: String { "moderator:manage:automod" }
        public static var moderatorManageAutomodSettings: String { "moderator:manage:automod_settings" }
        public static var moderatorManageBannedUsers: String { "moderator:manage:banned_users" }
        public static var moderatorManageBlockedTerms: String { "moderator:manage:blocked_terms" }
        public static var moderatorManageChatMessages: String { "moderator:manage:chat_messages" }
        public static var moderatorManageChatSettings: String { "moderator:manage:chat_settings" }
        public static var moderatorManageGuestStar: String { "moderator:manage:guest_star" }
        public static var moderatorManageShieldMode: String { "moderator:manage:shield_mode" }
        public static var moderatorManageShoutouts: String { "moderator:manage:shoutouts" }
        public static var moderatorManageSuspiciousUsers: String { "moderator:manage:suspicious_users" }
        public static var moderatorManageUnbanRequests: String { "moderator:manage:unban_requests" }
        public static var moderatorManageWarnings: String { "moderator:manage:warnings" }
        public static var moderatorReadAutomodSettings: String { "moderator:read:automod_settings" }
        public static var moderatorReadBannedUsers: String { "moderator:read:banned_users" }
        public static var moderatorReadBlockedTerms: String { "moderator:read:blocked_terms" }
        public static var moderatorReadChatMessages: String { "moderator:read:chat_messages" }
        public static var moderatorReadChatSettings: String { "moderator:read:chat_settings" }
        public static var moderatorReadChatters: String { "moderator:read:chatters" }
        public static var moderatorReadFollowers: String { "moderator:read:followers" }
        public static var moderatorReadGuestStar: String { "moderator:read:guest_star" }
        public static var moderatorReadModerators: String { "moderator:read:moderators" }
        public static var moderatorReadShieldMode: String { "moderator:read:shield_mode" }
        public static var moderatorReadShoutouts: String { "moderator:read:shoutouts" }
        public static var moderatorReadSuspiciousUsers: String { "moderator:read:suspicious_users" }
        public static var moderatorReadUnbanRequests: String { "moderator:read:unban_requests" }
        public static var moderatorReadVips: String { "moderator:read:vips" }
        public static var moderatorReadWarnings: String { "moderator:read:warnings" }
        public static var userBot: String { "user:bot" }
        public static var userEdit: String { "user:edit" }
        public static var userEditBroadcast: String { "user:edit:broadcast" }
        public static var userManageBlockedUsers: String { "user:manage:blocked_users" }
        public static var userManageChatColor: String { "user:manage:chat_color" }
        public static var userManageWhispers: String { "user:manage:whispers" }
        public static var userReadBlockedUsers: String { "user:read:blocked_users" }
        public static var userReadBroadcast: String { "user:read:broadcast" }
        public static var userReadChat: String { "user:read:chat" }
        public static var userReadEmail: String { "user:read:email" }
        public static var userReadEmotes: String { "user:read:emotes" }
        public static var userReadFollows: String { "user:read:follows" }
        public static var userReadModeratedChannels: String { "user:read:moderated_channels" }
        public static var userReadSubscriptions: String { "user:read:subscriptions" }
        public static var userReadWhispers: String { "user:read:whispers" }
        public static var userWriteChat: String { "user:write:chat" }
        public static var userBlocksEdit: String { "user_blocks_edit" }
        public static var userBlocksRead: String { "user_blocks_read" }
        public static var userFollowsEdit: String { "user_follows_edit" }
        public static var userRead: String { "user_read" }
        public static var userSubscriptions: String { "user_subscriptions" }
        public static var whispersRead: String { "whispers:read" }
    }
    /// Of X (Twitter).
    public enum Twitter {
        public static var blockRead: String { "block.read" }
        public static var blockWrite: String { "block.write" }
        public static var bookmarkRead: String { "bookmark.read" }
        public static var bookmarkWrite: String { "bookmark.write" }
        public static var dmRead: String { "dm.read" }
        public static var dmWrite: String { "dm.write" }
        public static var followsRead: String { "follows.read" }
        public static var followsWrite: String { "follows.write" }
        public static var likeRead: String { "like.read" }
        public static var likeWrite: String { "like.write" }
        public static var listRead: String { "list.read" }
        public static var listWrite: String { "list.write" }
        public static var mediaWrite: String { "media.write" }
        public static var muteRead: String { "mute.read" }
        public static var muteWrite: String { "mute.write" }
        public static var offlineAccess: String { "offline.access" }
        public static var spaceRead: String { "space.read" }
        public static var tweetModerateWrite: String { "tweet.moderate.write" }
        public static var tweetRead: String { "tweet.read" }
        public static var tweetWrite: String { "tweet.write" }
        public static var usersEmail: String { "users.email" }
        public static var usersRead: String { "users.read" }
    }
    /// Of Typeform.
    public enum Typeform {
        public static var accountsRead: String { "accounts:read" }
        public static var formsRead: String { "forms:read" }
        public static var formsWrite: String { "forms:write" }
        public static var imagesRead: String { "images:read" }
        public static var imagesWrite: String { "images:write" }
        public static var offline: String { "offline" }
        public static var responsesRead: String { "responses:read" }
        public static var responsesWrite: String { "responses:write" }
        public static var themesRead: String { "themes:read" }
        public static var themesWrite: String { "themes:write" }
        public static var webhooksRead: String { "webhooks:read" }
        public static var webhooksWrite: String { "webhooks:write" }
        public static var workspacesRead: String { "workspaces:read" }
        public static var workspacesWrite: String { "workspaces:write" }
    }
    /// Of Uber.
    public enum Uber {
        public static var allTrips: String { "all_trips" }
        public static var history: String { "history" }
        public static var historyLite: String { "history_lite" }
        public static var offlineAccess: String { "offline_access" }
        public static var places: String { "places" }
        public static var profile: String { "profile" }
        public static var request: String { "request" }
        public static var requestReceipt: String { "request_receipt" }
    }
    /// Of Unsplash.
    public enum Unsplash {
        public static var `public`: String { "public" }
    }
    /// Of VideoAsk.
    public enum Videoask {
        public static var email: String { "email" }
        public static var offlineAccess: String { "offline_access" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Vimeo.
    public enum Vimeo {
        public static var create: String { "create" }
        public static var delete: String { "delete" }
        public static var edit: String { "edit" }
        public static var interact: String { "interact" }
        public static var `private`: String { "private" }
        public static var promoCodes: String { "promo_codes" }
        public static var `public`: String { "public" }
        public static var purchased: String { "purchased" }
        public static var stats: String { "stats" }
        public static var upload: String { "upload" }
        public static var videoFiles: String { "video_files" }
    }
    /// Of Wakatime.
    public enum Wakatime {
        public static var email: String { "email" }
        public static var readGoals: String { "read_goals" }
        public static var readHeartbeats: String { "read_heartbeats" }
        public static var readOrgs: String { "read_orgs" }
        public static var readPrivateLeaderboards: String { "read_private_leaderboards" }
        public static var readStats: String { "read_stats" }
        public static var readStatsBestDay: String { "read_stats.best_day" }
        public static var readStatsCategories: String { "read_stats.categories" }
        public static var readStatsDependencies: String { "read_stats.dependencies" }
        public static var readStatsEditors: String { "read_stats.editors" }
        public static var readStatsLanguages: String { "read_stats.languages" }
        public static var readStatsMachines: String { "read_stats.machines" }
        public static var readStatsOperatingSystems: String { "read_stats.operating_systems" }
        public static var readStatsProjects: String { "read_stats.projects" }
        public static var readSummaries: String { "read_summaries" }
        public static var readSummariesCategories: String { "read_summaries.categories" }
        public static var readSummariesDependencies: String { "read_summaries.dependencies" }
        public static var readSummariesEditors: String { "read_summaries.editors" }
        public static var readSummariesLanguages: String { "read_summaries.languages" }
        public static var readSummariesMachines: String { "read_summaries.machines" }
        public static var readSummariesOperatingSystems: String { "read_summaries.operating_systems" }
        public static var readSummariesProjects: String { "read_summaries.projects" }
        public static var writeHeartbeats: String { "write_heartbeats" }
        public static var writeOrgs: String { "write_orgs" }
        public static var writePrivateLeaderboards: String { "write_private_leaderboards" }
    }
    /// Of Wave Accounting.
    public enum WaveAccounting {
        public static var account: String { "account:*" }
        public static var accountRead: String { "account:read" }
        public static var accountWrite: String { "account:write" }
        public static var business: String { "business:*" }
        public static var businessRead: String { "business:read" }
        public static var businessWrite: String { "business:write" }
        public static var customer: String { "customer:*" }
        public static var customerRead: String { "customer:read" }
        public static var customerWrite: String { "customer:write" }
        public static var estimate: String { "estimate:*" }
        public static var estimateRead: String { "estimate:read" }
        public static var estimateSend: String { "estimate:send" }
        public static var estimateWrite: String { "estimate:write" }
        public static var invoice: String { "invoice:*" }
        public static var invoiceRead: String { "invoice:read" }
        public static var invoiceSend: String { "invoice:send" }
        public static var invoiceWrite: String { "invoice:write" }
        public static var product: String { "product:*" }
        public static var productRead: String { "product:read" }
        public static var productWrite: String { "product:write" }
        public static var salesTax: String { "sales_tax:*" }
        public static var salesTaxRead: String { "sales_tax:read" }
        public static var salesTaxWrite: String { "sales_tax:write" }
        public static var transaction: String { "transaction:*" }
        public static var transactionWrite: String { "transaction:write" }
        public static var user: String { "user:*" }
        public static var userRead: String { "user:read" }
        public static var vendor: String { "vendor:*" }
        public static var vendorRead: String { "vendor:read" }
        public static var vendorWrite: String { "vendor:write" }
    }
    /// Of Wealthbox.
    public enum Wealthbox {
        public static var data: String { "data" }
        public static var login: String { "login" }
    }
    /// Of Webex.
    public enum Webex {
        public static var identityConfig: String { "Identity:Config" }
        public static var identityOrganization: String { "Identity:Organization" }
        public static var applicationWebhooksRead: String { "application:webhooks_read" }
        public static var applicationWebhooksWrite: String { "application:webhooks_write" }
        public static var auditEventsRead: String { "audit:events_read" }
        public static var cjdsAdminOrgRead: String { "cjds:admin_org_read" }
        public static var cjdsAdminOrgWrite: String { "cjds:admin_org_write" }
        public static var cjpConfig: String { "cjp:config" }
        public static var cjpConfigRead: String { "cjp:config_read" }
        public static var cjpConfigWrite: String { "cjp:config_write" }
        public static var cjpTaskRead: String { "cjp:task_read" }
        public static var cjpTaskWrite: String { "cjp:task_write" }
        public static var cjpUser: String { "cjp:user" }
        public static var cloudContactCenterPodConv: String { "cloud-contact-center:pod_conv" }
        public static var guestIssuerRead: String { "guest-issuer:read" }
        public static var guestIssuerWrite: String { "guest-issuer:write" }
        public static var guestMeetingRw: String { "guest-meeting:rw" }
        public static var identityContactsRead: String { "identity:contacts_read" }
        public static var identityContactsRw: String { "identity:contacts_rw" }
        public static var identityGroupsRead: String { "identity:groups_read" }
        public static var identityGroupsRw: String { "identity:groups_rw" }
        public static var identityOneTimePassword: String { "identity:one_time_password" }
        public static var identityOrganizationsRead: String { "identity:organizations_read" }
        public static var identityOrganizationsRw: String { "identity:organizations_rw" }
        public static var identityPlaceonetimepasswordCreate: String { "identity:placeonetimepassword_create" }
        public static var identityTokensRead: String { "identity:tokens_read" }
        public static var identityTokensWrite: String { "identity:tokens_write" }
        public static var meetingAdminConfigRead: String { "meeting:admin_config_read" }
        public static var meetingAdminConfigWrite: String { "meeting:admin_config_write" }
        public static var meetingAdminParticipantsRead: String { "meeting:admin_participants_read" }
        public static var meetingAdminPreferencesRead: String { "meeting:admin_preferences_read" }
        public static var meetingAdminPreferencesWrite: String { "meeting:admin_preferences_write" }
        public static var meetingAdminRecordingsRead: String { "meeting:admin_recordings_read" }
        public static var meetingAdminRecordingsWrite: String { "meeting:admin_recordings_write" }
        public static var meetingAdminScheduleRead: String { "meeting:admin_schedule_read" }
        public static var meetingAdminScheduleWrite: String { "meeting:admin_schedule_write" }
        public static var meetingAdminTranscriptsRead: String { "meeting:admin_transcripts_read" }
        public static var meetingControlsRead: String { "meeting:controls_read" }
        public static var meetingControlsWrite: String { "meeting:controls_write" }
        public static var meetingGroupMeetingRead: String { "meeting:group_meeting_read" }
        public static var meetingGroupMeetingWrite: String { "meeting:group_meeting_write" }
        public static var meetingGroupRecordingRead: String { "meeting:group_recording_read" }
        public static var meetingParticipantsRead: String { "meeting:participants_read" }
        public static var meetingParticipantsWrite: String { "meeting:participants_write" }
        public static var meetingPreferencesRead: String { "meeting:preferences_read" }
        public static var meetingPreferencesWrite: String { "meeting:preferences_write" }
        public static var meetingRecordingsRead: String { "meeting:recordings_read" }
        public static var meetingRecordingsWrite: String { "meeting:recordings_write" }
        public static var meetingSchedulesRead: String { "meeting:schedules_read" }
        public static var meetingSchedulesWrite: String { "meeting:schedules_write" }
        public static var meetingSummariesRead: String { "meeting:summaries_read" }
        public static var meetingSummariesWrite: String { "meeting:summaries_write" }
        public static var meetingTranscriptsRead: String { "meeting:transcripts_read" }
        public static var sparkAdminBroadworksEnterprisesRead: String { "spark-admin:broadworks_enterprises_read" }
        public static var sparkAdminBroadworksEnterprisesWrite: String { "spark-admin:broadworks_enterprises_write" }
        public static var sparkAdminBroadworksSubscribersRead: String { "spark-admin:broadworks_subscribers_read" }
        public static var sparkAdminBroadworksSubscribersWrite: String { "spark-admin:broadworks_subscribers_write" }
        public static var sparkAdminCallQualitiesRead: String { "spark-admin:call_qualities_read" }
        public static var sparkAdminCallingCdrRead: String { "spark-admin:calling_cdr_read" }
        public static var sparkAdminCallsRead: String { "spark-admin:calls_read" }
        public static var sparkAdminCallsWrite: String { "spark-admin:calls_write" }
        public static var sparkAdminDatasourceRead: String { "spark-admin:datasource_read" }
        public static var sparkAdminDatasourceWrite: String { "spark-admin:datasource_write" }
        public static var sparkAdminDevicesRead: String { "spark-admin:devices_read" }
        public static var sparkAdminDevicesWrite: String { "spark-admin:devices_write" }
        public static var sparkAdminHybridClustersRead: String { "spark-admin:hybrid_clusters_read" }
        public static var sparkAdminHybridConnectorsRead: String { "spark-admin:hybrid_connectors_read" }
        public static var sparkAdminLicensesRead: String { "spark-admin:licenses_read" }
        public static var sparkAdminLocationsRead: String { "spark-admin:locations_read" }
        public static var sparkAdminLocationsWrite: String { "spark-admin:locations_write" }
        public static var sparkAdminMetricsRead: String { "spark-admin:metrics_read" }
        public static var sparkAdminOrganizationsRead: String { "spark-admin:organizations_read" }
        public static var sparkAdminPeopleRead: String { "spark-admin:people_read" }
        public static var sparkAdminPeopleWrite: String { "spark-admin:people_write" }
        public static var sparkAdminPlacesRead: String { "spark-admin:places_read" }
        public static var sparkAdminPlacesWrite: String { "spark-admin:places_write" }
        public static var sparkAdminRecordingsRead: String { "spark-admin:recordings_read" }
        public static var sparkAdminRecordingsWrite: String { "spark-admin:recordings_write" }
        public static var sparkAdminReportsRead: String { "spark-admin:reports_read" }
        public static var sparkAdminReportsWrite: String { "spark-admin:reports_write" }
        public static var sparkAdminResourceGroupMembershipsRead: String { "spark-admin:resource_group_memberships_read" }
        public static var sparkAdminResourceGroupMembershipsWrite: String { "spark-admin:resource_group_memberships_write" }
        public static var sparkAdminResourceGroupsRead: String { "spark-admin:resource_groups_read" }
        public static var sparkAdminRolesRead: String { "spark-admin:roles_read" }
        public static var sparkAdminTelephonyConfigRead: String { "spark-admin:telephony_config_read" }
        public static var sparkAdminTelephonyConfigWrite: String { "spark-admin:telephony_config_write" }
        public static var sparkAdminTelephonyPstnRead: String { "spark-admin:telephony_pstn_read" }
        public static var sparkAdminTelephonyPstnWrite: String { "spark-admin:telephony_pstn_write" }
        public static var sparkAdminWholesaleBillingReportsRead: String { "spark-admin:wholesale_billing_reports_read" }
        public static var sparkAdminWholesaleBillingReportsWrite: String { "spark-admin:wholesale_billing_reports_write" }
        public static var sparkAdminWholesaleCustomersRead: String { "spark-admin:wholesale_customers_read" }
        public static var sparkAdminWholesaleCustomersWrite: String { "spark-admin:wholesale_customers_write" }
        public static var sparkAdminWholesaleSubPartnersRead: String { "spark-admin:wholesale_sub_partners_read" }
        public static var sparkAdminWholesaleSubPartnersWrite: String { "spark-admin:wholesale_sub_partners_write" }
        public static var sparkAdminWholesaleSubscribersRead: String { "spark-admin:wholesale_subscribers_read" }
        public static var sparkAdminWholesaleSubscribersWrite: String { "spark-admin:wholesale_subscribers_write" }
        public static var sparkAdminWholesaleWorkspaceWrite: String { "spark-admin:wholesale_workspace_write" }
        public static var sparkAdminWorkspaceLocationsRead: String { "spark-admin:workspace_locations_read" }
        public static var sparkAdminWorkspaceLocationsWrite: String { "spark-admin:workspace_locations_write" }
        public static var sparkAdminWorkspaceMetricsRead: String { "spark-admin:workspace_metrics_read" }
        public static var sparkAdminWorkspacesRead: String { "spark-admin:workspaces_read" }
        public static var sparkComplianceEventsRead: String { "spark-compliance:events_read" }
        public static var sparkComplianceMeetingsRead: String { "spark-compliance:meetings_read" }
        public static var sparkComplianceMeetingsWrite: String { "spark-compliance:meetings_write" }
        public static var sparkComplianceMembershipsRead: String { "spark-compliance:memberships_read" }
        public static var sparkComplianceMembershipsWrite: String { "spark-compliance:memberships_write" }
        public static var sparkComplianceMessagesRead: String { "spark-compliance:messages_read" }
        public static var sparkComplianceMessagesWrite: String { "spark-compliance:messages_write" }
        public static var sparkComplianceRecordingsRead: String { "spark-compliance:recordings_read" }
        public static var sparkComplianceRecordingsWrite: String { "spark-compliance:recordings_write" }
        public static var sparkComplianceRoomsRead: String { "spark-compliance:rooms_read" }
        public static var sparkComplianceRoomsWrite: String { "spark-compliance:rooms_write" }
        public static var sparkComplianceTeamMembershipsRead: String { "spark-compliance:team_memberships_read" }
        public static var sparkComplianceTeamMembershipsWrite: String { "spark-compliance:team_memberships_write" }
        public static var sparkComplianceTeamsRead: String { "spark-compliance:teams_read" }
        public static var sparkComplianceWebhooksRead: String { "spark-compliance:webhooks_read" }
        public static var sparkComplianceWebhooksWrite: String { "spark-compliance:webhooks_write" }
        public static var sparkAll: String { "spark:all" }
        public static var sparkApplicationsToken: String { "spark:applications_token" }
        public static var sparkCallsRead: String { "spark:calls_read" }
        public static var sparkCallsWrite: String { "spark:calls_write" }
        public static var sparkDevicesRead: String { "spark:devices_read" }
        public static var sparkDevicesWrite: String { "spark:devices_write" }
        public static var sparkKms: String { "spark:kms" }
        public static var sparkMcp: String { "spark:mcp" }
        public static var sparkMembershipsRead: String { "spark:memberships_read" }
        public static var sparkMembershipsWrite: String { "spark:memberships_write" }
        public static var sparkMessagesRead: String { "spark:messages_read" }
        public static var sparkMessagesWrite: String { "spark:messages_write" }
        public static var sparkOrganizationsRead: String { "spark:organizations_read" }
        public static var sparkPeopleRead: String { "spark:people_read" }
        public static var sparkPlacesRead: String { "spark:places_read" }
        public static var sparkPlacesWrite: String { "spark:places_write" }
        public static var sparkRecordingsRead: String { "spark:recordings_read" }
        public static var sparkRecordingsWrite: String { "spark:recordings_write" }
        public static var sparkRoomsRead: String { "spark:rooms_read" }
        public static var sparkRoomsWrite: String { "spark:rooms_write" }
        public static var sparkTeamMembershipsRead: String { "spark:team_memberships_read" }
        public static var sparkTeamMembershipsWrite: String { "spark:team_memberships_write" }
        public static var sparkTeamsRead: String { "spark:teams_read" }
        public static var sparkTeamsWrite: String { "spark:teams_write" }
        public static var sparkTelephonyConfigRead: String { "spark:telephony_config_read" }
        public static var sparkTelephonyConfigWrite: String { "spark:telephony_config_write" }
        public static var sparkWebhooksRead: String { "spark:webhooks_read" }
        public static var sparkWebhooksWrite: String { "spark:webhooks_write" }
        public static var sparkWebrtcCalling: String { "spark:webrtc_calling" }
        public static var sparkXapiCommands: String { "spark:xapi_commands" }
        public static var sparkXapiStatuses: String { "spark:xapi_statuses" }
        public static var sparkXsi: String { "spark:xsi" }
        public static var webexsquareAdmin: String { "webexsquare:admin" }
    }
    /// Of Webflow.
    public enum Webflow {
        public static var assetsRead: String { "assets:read" }
        public static var assetsWrite: String { "assets:write" }
        public static var authorizedUserRead: String { "authorized_user:read" }
        public static var cmsRead: String { "cms:read" }
        public static var cmsWrite: String { "cms:write" }
        public static var commentsRead: String { "comments:read" }
        public static var commentsWrite: String { "comments:write" }
        public static var componentsRead: String { "components:read" }
        public static var componentsWrite: String { "components:write" }
        public static var customCodeRead: String { "custom_code:read" }
        public static var customCodeWrite: String { "custom_code:write" }
        public static var ecommerceRead: String { "ecommerce:read" }
        public static var ecommerceWrite: String { "ecommerce:write" }
        public static var formsRead: String { "forms:read" }
        public static var formsWrite: String { "forms:write" }
        public static var pagesRead: String { "pages:read" }
        public static var pagesWrite: String { "pages:write" }
        public static var siteActivityRead: String { "site_activity:read" }
        public static var siteConfigRead: String { "site_config:read" }
        public static var siteConfigWrite: String { "site_config:write" }
        public static var sitesRead: String { "sites:read" }
        public static var sitesWrite: String { "sites:write" }
        public static var usersRead: String { "users:read" }
        public static var usersWrite: String { "users:write" }
        public static var webhooksWrite: String { "webhooks:write" }
        public static var workspaceRead: String { "workspace:read" }
        public static var workspaceWrite: String { "workspace:write" }
        public static var workspaceActivityRead: String { "workspace_activity:read" }
    }
    /// Of Weibo.
    public enum Weibo {
        public static var all: String { "all" }
        public static var directMessagesRead: String { "direct_messages_read" }
        public static var directMessagesWrite: String { "direct_messages_write" }
        public static var email: String { "email" }
        public static var followAppOfficialMicroblog: String { "follow_app_official_microblog" }
        public static var friendshipsGroupsRead: String { "friendships_groups_read" }
        public static var friendshipsGroupsWrite: String { "friendships_groups_write" }
        public static var invitationWrite: String { "invitation_write" }
        public static var statusesToMeRead: String { "statuses_to_me_read" }
    }
    /// Of Whoop.
    public enum Whoop {
        public static var readBodyMeasurement: String { "read:body_measurement" }
        public static var readCycles: String { "read:cycles" }
        public static var readProfile: String { "read:profile" }
        public static var readRecovery: String { "read:recovery" }
        public static var readSleep: String { "read:sleep" }
        public static var readWorkout: String { "read:workout" }
    }
    /// Of WordPress.com.
    public enum Wordpress {
        public static var auth: String { "auth" }
        public static var batch: String { "batch" }
        public static var comments: String { "comments" }
        public static var email: String { "email" }
        public static var follow: String { "follow" }
        public static var freshlyPressed: String { "freshly-pressed" }
        public static var global: String { "global" }
        public static var insights: String { "insights" }
        public static var media: String { "media" }
        public static var menus: String { "menus" }
        public static var notifications: String { "notifications" }
        public static var openid: String { "openid" }
        public static var posts: String { "posts" }
        public static var profile: String { "profile" }
        public static var read: String { "read" }
        public static var sharing: String { "sharing" }
        public static var sites: String { "sites" }
        public static var stats: String { "stats" }
        public static var taxonomy: String { "taxonomy" }
        public static var users: String { "users" }
        public static var videos: String { "videos" }
    }
    /// Of Wrike.
    public enum Wrike {
        public static var `default`: String { "Default" }
        public static var amReadOnlyAccessRole: String { "amReadOnlyAccessRole" }
        public static var amReadOnlyGroup: String { "amReadOnlyGroup" }
        public static var amReadOnlyInvitation: String { "amReadOnlyInvitation" }
        public static var amReadOnlyUser: String { "amReadOnlyUser" }
        public static var amReadOnlyWorkflow: String { "amReadOnlyWorkflow" }
        public static var amReadWriteGroup: String { "amReadWriteGroup" }
        public static var amReadWriteInvitation: String { "amReadWriteInvitation" }
        public static var amReadWriteUser: String { "amReadWriteUser" }
        public static var amReadWriteWorkflow: String { "amReadWriteWorkflow" }
        public static var wsReadOnly: String { "wsReadOnly" }
        public static var wsReadWrite: String { "wsReadWrite" }
    }
    /// Of Xero.
    public enum Xero {
        public static var accountingAttachments: String { "accounting.attachments" }
        public static var accountingAttachmentsRead: String { "accounting.attachments.read" }
        public static var accountingBanktransactions: String { "accounting.banktransactions" }
        public static var accountingBanktransactionsRead: String { "accounting.banktransactions.read" }
        public static var accountingBudgetsRead: String { "accounting.budgets.read" }
        public static var accountingClassicexpenses: String { "accounting.classicexpenses" }
        public static var accountingClassicexpensesRead: String { "accounting.classicexpenses.read" }
        public static var accountingContacts: String { "accounting.contacts" }
        public static var accountingContactsRead: String { "accounting.contacts.read" }
        public static var accountingInvoices: String { "accounting.invoices" }
        public static var accountingInvoicesRead: String { "accounting.invoices.read" }
        public static var accountingJournalsRead: String { "accounting.journals.read" }
        public static var accountingManualjournals: String { "accounting.manualjournals" }
        public static var accountingManualjournalsRead: String { "accounting.manualjournals.read" }
        public static var accountingPayments: String { "accounting.payments" }
        public static var accountingPaymentsRead: String { "accounting.payments.read" }
        public static var accountingReportsAgedRead: String { "accounting.reports.aged.read" }
        public static var accountingReportsBalancesheetRead: String { "accounting.reports.balancesheet.read" }
        public static var accountingReportsBanksummaryRead: String { "accounting.reports.banksummary.read" }
        public static var accountingReportsExecutivesummaryRead: String { "accounting.reports.executivesummary.read" }
        public static var accountingReportsProfitandlossRead: String { "accounting.reports.profitandloss.read" }
        public static var accountingReportsRead: String { "accounting.reports.read" }
        public static var accountingReportsTaxreportsRead: String { "accounting.reports.taxreports.read" }
        public static var accountingReportsTenninetynineRead: String { "accounting.reports.tenninetynine.read" }
        public static var accountingReportsTrialbalanceRead: String { "accounting.reports.trialbalance.read" }
        public static var accountingSettings: String { "accounting.settings" }
        public static var accountingSettingsRead: String { "accounting.settings.read" }
        public static var accountingTransactions: String { "accounting.transactions" }
        public static var accountingTransactionsRead: String { "accounting.transactions.read" }
        public static var assets: String { "assets" }
        public static var assetsRead: String { "assets.read" }
        public static var bankfeeds: String { "bankfeeds" }
        public static var email: String { "email" }
        public static var files: String { "files" }
        public static var filesRead: String { "files.read" }
        public static var financeBankstatementsplusRead: String { "finance.bankstatementsplus.read" }
        public static var financeCashvalidationRead: String { "finance.cashvalidation.read" }
        public static var financeStatementsRead: String { "finance.statements.read" }
        public static var marketplaceBilling: String { "marketplace.billing" }
        public static var offlineAccess: String { "offline_access" }
        public static var openid: String { "openid" }
        public static var paymentservices: String { "paymentservices" }
        public static var payrollEmployees: String { "payroll.employees" }
        public static var payrollEmployeesRead: String { "payroll.employees.read" }
        public static var payrollPayruns: String { "payroll.payruns" }
        public static var payrollPayrunsRead: String { "payroll.payruns.read" }
        public static var payrollPayslip: String { "payroll.payslip" }
        public static var payrollPayslipRead: String { "payroll.payslip.read" }
        public static var payrollSettings: String { "payroll.settings" }
        public static var payrollSettingsRead: String { "payroll.settings.read" }
        public static var payrollTimesheets: String { "payroll.timesheets" }
        public static var payrollTimesheetsRead: String { "payroll.timesheets.read" }
        public static var profile: String { "profile" }
        public static var projects: String { "projects" }
        public static var projectsRead: String { "projects.read" }
    }
    /// Of Yahoo.
    public enum Yahoo {
        public static var admgW: String { "admg-w" }
        public static var email: String { "email" }
        public static var fsptR: String { "fspt-r" }
        public static var fsptW: String { "fspt-w" }
        public static var gpubR: String { "gpub-r" }
        public static var msgrW: String { "msgr-w" }
        public static var openid: String { "openid" }
        public static var openid2: String { "openid2" }
        public static var profile: String { "profile" }
        public static var sdctR: String { "sdct-r" }
        public static var sdctW: String { "sdct-w" }
        public static var sdppW: String { "sdpp-w" }
        public static var sdpsR: String { "sdps-r" }
        public static var sdpsW: String { "sdps-w" }
        public static var sdrlW: String { "sdrl-w" }
        public static var yfinR: String { "yfin-r" }
        public static var yfinW: String { "yfin-w" }
    }
    /// Of Yandex.
    public enum Yandex {
        public static var loginAvatar: String { "login:avatar" }
        public static var loginBirthday: String { "login:birthday" }
        public static var loginEmail: String { "login:email" }
        public static var loginInfo: String { "login:info" }
        public static var loginPhone: String { "login:phone" }
    }
    /// Of YouTube.
    public enum Youtube {
        public static var email: String { "email" }
        public static var httpsWwwGoogleapisComAuthGcmForChrome: String { "https://www.googleapis.com/auth/gcm_for_chrome" }
        public static var httpsWwwGoogleapisComAuthYoutube: String { "https://www.googleapis.com/auth/youtube" }
        public static var httpsWwwGoogleapisComAuthYoutubeChannelMembershipsCreator: String { "https://www.googleapis.com/auth/youtube.channel-memberships.creator" }
        public static var httpsWwwGoogleapisComAuthYoutubeForceSsl: String { "https://www.googleapis.com/auth/youtube.force-ssl" }
        public static var httpsWwwGoogleapisComAuthYoutubeReadonly: String { "https://www.googleapis.com/auth/youtube.readonly" }
        public static var httpsWwwGoogleapisComAuthYoutubeUpload: String { "https://www.googleapis.com/auth/youtube.upload" }
        public static var httpsWwwGoogleapisComAuthYoutubepartner: String { "https://www.googleapis.com/auth/youtubepartner" }
        public static var httpsWwwGoogleapisComAuthYoutubepartnerChannelAudit: String { "https://www.googleapis.com/auth/youtubepartner-channel-audit" }
        public static var httpsWwwGoogleapisComAuthYtAnalyticsMonetaryReadonly: String { "https://www.googleapis.com/auth/yt-analytics-monetary.readonly" }
        public static var httpsWwwGoogleapisComAuthYtAnalyticsReadonly: String { "https://www.googleapis.com/auth/yt-analytics.readonly" }
        public static var openid: String { "openid" }
        public static var profile: String { "profile" }
    }
    /// Of Zendesk.
    public enum Zendesk {
        public static var anyChannelWrite: String { "any_channel:write" }
        public static var appsRead: String { "apps:read" }
        public static var appsWrite: String { "apps:write" }
        public static var auditlogsRead: String { "auditlogs:read" }
        public static var automationsRead: String { "automations:read" }
        public static var automationsWrite: String { "automations:write" }
        public static var dynamicContentRead: String { "dynamic_content:read" }
        public static var dynamicContentWrite: String { "dynamic_content:write" }
        public static var hcRead: String { "hc:read" }
        public static var hcWrite: String { "hc:write" }
        public static var impersonate: String { "impersonate" }
        public static var macrosRead: String { "macros:read" }
        public static var macrosWrite: String { "macros:write" }
        public static var organizationsRead: String { "organizations:read" }
        public static var organizationsWrite: String { "organizations:write" }
        public static var read: String { "read" }
        public static var requestsRead: String { "requests:read" }
        public static var requestsWrite: String { "requests:write" }
        public static var satisfactionRatingsRead: String { "satisfaction_ratings:read" }
        public static var satisfactionRatingsWrite: String { "satisfaction_ratings:write" }
        public static var targetsRead: String { "targets:read" }
        public static var targetsWrite: String { "targets:write" }
        public static var ticketsRead: String { "tickets:read" }
        public static var ticketsWrite: String { "tickets:write" }
        public static var triggersRead: String { "triggers:read" }
        public static var triggersWrite: String { "triggers:write" }
        public static var unrestrictedRead: String { "unrestricted:read" }
        public static var unrestrictedWrite: String { "unrestricted:write" }
        public static var usersRead: String { "users:read" }
        public static var usersWrite: String { "users:write" }
        public static var webWidgetWrite: String { "web_widget:write" }
        public static var webhooksRead: String { "webhooks:read" }
        public static var webhooksWrite: String { "webhooks:write" }
        public static var write: String { "write" }
    }
    /// Of Zendesk Sell.
    public enum ZendeskSell {
        public static var profile: String { "profile" }
        public static var read: String { "read" }
        public static var write: String { "write" }
    }
    /// Of Zoho.
    public enum Zoho {
        public static var aaaServerProfileREAD: String { "AaaServer.profile.READ" }
        public static var zohoCRMBulkALL: String { "ZohoCRM.bulk.ALL" }
        public static var zohoCRMBulkCREATE: String { "ZohoCRM.bulk.CREATE" }
        public static var zohoCRMBulkREAD: String { "ZohoCRM.bulk.READ" }
        public static var zohoCRMCoqlREAD: String { "ZohoCRM.coql.READ" }
        public static var zohoCRMModulesALL: String { "ZohoCRM.modules.ALL" }
        public static var zohoCRMModulesAccountsALL: String { "ZohoCRM.modules.accounts.ALL" }
        public static var zohoCRMModulesActivitiesALL: String { "ZohoCRM.modules.activities.ALL" }
        public static var zohoCRMModulesApprovalsALL: String { "ZohoCRM.modules.approvals.ALL" }
        public static var zohoCRMModulesCallsALL: String { "ZohoCRM.modules.calls.ALL" }
        public static var zohoCRMModulesCampaignsALL: String { "ZohoCRM.modules.campaigns.ALL" }
        public static var zohoCRMModulesCasesALL: String { "ZohoCRM.modules.cases.ALL" }
        public static var zohoCRMModulesContactsALL: String { "ZohoCRM.modules.contacts.ALL" }
        public static var zohoCRMModulesCustomALL: String { "ZohoCRM.modules.custom.ALL" }
        public static var zohoCRMModulesDashboardsALL: String { "ZohoCRM.modules.dashboards.ALL" }
        public static var zohoCRMModulesDealsALL: String { "ZohoCRM.modules.deals.ALL" }
        public static var zohoCRMModulesEventsALL: String { "ZohoCRM.modules.events.ALL" }
        public static var zohoCRMModulesInvoicesALL: String { "ZohoCRM.modules.invoices.ALL" }
        public static var zohoCRMModulesLeadsALL: String { "ZohoCRM.modules.leads.ALL" }
        public static var zohoCRMModulesNotesALL: String { "ZohoCRM.modules.notes.ALL" }
        public static var zohoCRMModulesPricebooksALL: String { "ZohoCRM.modules.pricebooks.ALL" }
        public static var zohoCRMModulesProductsALL: String { "ZohoCRM.modules.products.ALL" }
        public static var zohoCRMModulesPurchaseordersALL: String { "ZohoCRM.modules.purchaseorders.ALL" }
        public static var zohoCRMModulesQuotesALL: String { "ZohoCRM.modules.quotes.ALL" }
        public static var zohoCRMModulesSalesordersALL: String { "ZohoCRM.modules.salesorders.ALL" }
        public static var zohoCRMModulesSearchALL: String { "ZohoCRM.modules.search.ALL" }
        public static var zohoCRMModulesSolutionsALL: String { "ZohoCRM.modules.solutions.ALL" }
        public static var zohoCRMModulesTasksALL: String { "ZohoCRM.modules.tasks.ALL" }
        public static var zohoCRMModulesVendorsALL: String { "ZohoCRM.modules.vendors.ALL" }
        public static var zohoCRMNotificationsCREATE: String { "ZohoCRM.notifications.CREATE" }
        public static var zohoCRMNotificationsDELETE: String { "ZohoCRM.notifications.DELETE" }
        public static var zohoCRMNotificationsREAD: String { "ZohoCRM.notifications.READ" }
        public static var zohoCRMNotificationsUPDATE: String { "ZohoCRM.notifications.UPDATE" }
        public static var zohoCRMOrgALL: String { "ZohoCRM.org.ALL" }
        public static var zohoCRMSettingsALL: String { "ZohoCRM.settings.ALL" }
        public static var zohoCRMSettingsAll: String { "ZohoCRM.settings.all" }
        public static var zohoCRMSettingsCurrenciesALL: String { "ZohoCRM.settings.currencies.ALL" }
        public static var zohoCRMSettingsCustomButtonsALL: String { "ZohoCRM.settings.custom_buttons.ALL" }
        public static var zohoCRMSettingsCustomLinksALL: String { "ZohoCRM.settings.custom_links.ALL" }
        public static var zohoCRMSettingsCustomViewsALL: String { "ZohoCRM.settings.custom_views.ALL" }
        public static var zohoCRMSettingsFieldsALL: String { "ZohoCRM.settings.fields.ALL" }
        public static var zohoCRMSettingsLayoutsALL: String { "ZohoCRM.settings.layouts.ALL" }
        public static var zohoCRMSettingsMacrosALL: String { "ZohoCRM.settings.macros.ALL" }
        public static var zohoCRMSettingsModulesALL: String { "ZohoCRM.settings.modules.ALL" }
        public static var zohoCRMSettingsProfilesALL: String { "ZohoCRM.settings.profiles.ALL" }
        public static var zohoCRMSettingsRelatedListsALL: String { "ZohoCRM.settings.related_lists.ALL" }
        public static var zohoCRMSettingsRolesALL: String { "ZohoCRM.settings.roles.ALL" }
        public static var zohoCRMSettingsTabGroupsALL: String { "ZohoCRM.settings.tab_groups.ALL" }
        public static var zohoCRMSettingsTagsALL: String { "ZohoCRM.settings.tags.ALL" }
        public static var zohoCRMSettingsTerritoriesALL: String { "ZohoCRM.settings.territories.ALL" }
        public static var zohoCRMSettingsVariablesALL: String { "ZohoCRM.settings.variables.ALL" }
        public static var zohoCRMUsersALL: String { "ZohoCRM.users.ALL" }
        public static var zohoCRMUsersAll: String { "ZohoCRM.users.all" }
        public static var aaaserverProfileREAD: String { "aaaserver.profile.READ" }
    }
    /// Of Zoho Books.
    public enum ZohoBooks {
        public static var zohoBooksAccountantsALL: String { "ZohoBooks.accountants.ALL" }
        public static var zohoBooksAccountantsCREATE: String { "ZohoBooks.accountants.CREATE" }
        public static var zohoBooksAccountantsDELETE: String { "ZohoBooks.accountants.DELETE" }
        public static var zohoBooksAccountantsREAD: String { "ZohoBooks.accountants.READ" }
        public static var zohoBooksAccountantsUPDATE: String { "ZohoBooks.accountants.UPDATE" }
        public static var zohoBooksBankingALL: String { "ZohoBooks.banking.ALL" }
        public static var zohoBooksBankingCREATE: String { "ZohoBooks.banking.CREATE" }
        public static var zohoBooksBankingDELETE: String { "ZohoBooks.banking.DELETE" }
        public static var zohoBooksBankingREAD: String { "ZohoBooks.banking.READ" }
        public static var zohoBooksBankingUPDATE: String { "ZohoBooks.banking.UPDATE" }
        public static var zohoBooksBillsALL: String { "ZohoBooks.bills.ALL" }
        public static var zohoBooksBillsCREATE: String { "ZohoBooks.bills.CREATE" }
        public static var zohoBooksBillsDELETE: String { "ZohoBooks.bills.DELETE" }
        public static var zohoBooksBillsREAD: String { "ZohoBooks.bills.READ" }
        public static var zohoBooksBillsUPDATE: String { "ZohoBooks.bills.UPDATE" }
        public static var zohoBooksContactsALL: String { "ZohoBooks.contacts.ALL" }
        public static var zohoBooksContactsCREATE: String { "ZohoBooks.contacts.CREATE" }
        public static var zohoBooksContactsDELETE: String { "ZohoBooks.contacts.DELETE" }
        public static var zohoBooksContactsREAD: String { "ZohoBooks.contacts.READ" }
        public static var zohoBooksContactsUPDATE: String { "ZohoBooks.contacts.UPDATE" }
        public static var zohoBooksCreditnotesALL: String { "ZohoBooks.creditnotes.ALL" }
        public static var zohoBooksCreditnotesCREATE: String { "ZohoBooks.creditnotes.CREATE" }
        public static var zohoBooksCreditnotesDELETE: String { "ZohoBooks.creditnotes.DELETE" }
        public static var zohoBooksCreditnotesREAD: String { "ZohoBooks.creditnotes.READ" }
        public static var zohoBooksCreditnotesUPDATE: String { "ZohoBooks.creditnotes.UPDATE" }
        public static var zohoBooksCustomerpaymentsALL: String { "ZohoBooks.customerpayments.ALL" }
        public static var zohoBooksCustomerpaymentsCREATE: String { "ZohoBooks.customerpayments.CREATE" }
        public static var zohoBooksCustomerpaymentsDELETE: String { "ZohoBooks.customerpayments.DELETE" }
        public static var zohoBooksCustomerpaymentsREAD: String { "ZohoBooks.customerpayments.READ" }
        public static var zohoBooksCustomerpaymentsUPDATE: String { "ZohoBooks.customerpayments.UPDATE" }
        public static var zohoBooksDebitnotesALL: String { "ZohoBooks.debitnotes.ALL" }
        public static var zohoBooksDebitnotesCREATE: String { "ZohoBooks.debitnotes.CREATE" }
        public static var zohoBooksDebitnotesDELETE: String { "ZohoBooks.debitnotes.DELETE" }
        public static var zohoBooksDebitnotesREAD: String { "ZohoBooks.debitnotes.READ" }
        public static var zohoBooksDebitnotesUPDATE: String { "ZohoBooks.debitnotes.UPDATE" }
        public static var zohoBooksEstimatesALL: String { "ZohoBooks.estimates.ALL" }
        public static var zohoBooksEstimatesCREATE: String { "ZohoBooks.estimates.CREATE" }
        public static var zohoBooksEstimatesDELETE: String { "ZohoBooks.estimates.DELETE" }
        public static var zohoBooksEstimatesREAD: String { "ZohoBooks.estimates.READ" }
        public static var zohoBooksEstimatesUPDATE: String { "ZohoBooks.estimates.UPDATE" }
        public static var zohoBooksExpensesALL: String { "ZohoBooks.expenses.ALL" }
        public static var zohoBooksExpensesCREATE: String { "ZohoBooks.expenses.CREATE" }
        public static var zohoBooksExpensesDELETE: String { "ZohoBooks.expenses.DELETE" }
        public static var zohoBooksExpensesREAD: String { "ZohoBooks.expenses.READ" }
        public static var zohoBooksExpensesUPDATE: String { "ZohoBooks.expenses.UPDATE" }
        public static var zohoBooksFullaccessAll: String { "ZohoBooks.fullaccess.all" }
        public static var zohoBooksInvoicesALL: String { "ZohoBooks.invoices.ALL" }
        public static var zohoBooksInvoicesCREATE: String { "ZohoBooks.invoices.CREATE" }
        public static var zohoBooksInvoicesDELETE: String { "ZohoBooks.invoices.DELETE" }
        public static var zohoBooksInvoicesREAD: String { "ZohoBooks.invoices.READ" }
        public static var zohoBooksInvoicesUPDATE: String { "ZohoBooks.invoices.UPDATE" }
        public static var zohoBooksProjectsALL: String { "ZohoBooks.projects.ALL" }
        public static var zohoBooksProjectsCREATE: String { "ZohoBooks.projects.CREATE" }
        public static var zohoBooksProjectsDELETE: String { "ZohoBooks.projects.DELETE" }
        public static var zohoBooksProjectsREAD: String { "ZohoBooks.projects.READ" }
        public static var zohoBooksProjectsUPDATE: String { "ZohoBooks.projects.UPDATE" }
        public static var zohoBooksPurchaseordersALL: String { "ZohoBooks.purchaseorders.ALL" }
        public static var zohoBooksPurchaseordersCREATE: String { "ZohoBooks.purchaseorders.CREATE" }
        public static var zohoBooksPurchaseordersDELETE: String { "ZohoBooks.purchaseorders.DELETE" }
        public static var zohoBooksPurchaseordersREAD: String { "ZohoBooks.purchaseorders.READ" }
        public static var zohoBooksPurchaseordersUPDATE: String { "ZohoBooks.purchaseorders.UPDATE" }
        public static var zohoBooksSalesordersALL: String { "ZohoBooks.salesorders.ALL" }
        public static var zohoBooksSalesordersCREATE: String { "ZohoBooks.salesorders.CREATE" }
        public static var zohoBooksSalesordersDELETE: String { "ZohoBooks.salesorders.DELETE" }
        public static var zohoBooksSalesordersREAD: String { "ZohoBooks.salesorders.READ" }
        public static var zohoBooksSalesordersUPDATE: String { "ZohoBooks.salesorders.UPDATE" }
        public static var zohoBooksSettingsALL: String { "ZohoBooks.settings.ALL" }
        public static var zohoBooksSettingsCREATE: String { "ZohoBooks.settings.CREATE" }
        public static var zohoBooksSettingsDELETE: String { "ZohoBooks.settings.DELETE" }
        public static var zohoBooksSettingsREAD: String { "ZohoBooks.settings.READ" }
        public static var zohoBooksSettingsUPDATE: String { "ZohoBooks.settings.UPDATE" }
        public static var zohoBooksVendorpaymentsALL: String { "ZohoBooks.vendorpayments.ALL" }
        public static var zohoBooksVendorpaymentsCREATE: String { "ZohoBooks.vendorpayments.CREATE" }
        public static var zohoBooksVendorpaymentsDELETE: String { "ZohoBooks.vendorpayments.DELETE" }
        public static var zohoBooksVendorpaymentsREAD: String { "ZohoBooks.vendorpayments.READ" }
        public static var zohoBooksVendorpaymentsUPDATE: String { "ZohoBooks.vendorpayments.UPDATE" }
    }
    /// Of Zoho CRM.
    public enum ZohoCrm {
        public static var zohoCRMBulkALL: String { "ZohoCRM.bulk.ALL" }
        public static var zohoCRMBulkCREATE: String { "ZohoCRM.bulk.CREATE" }
        public static var zohoCRMBulkREAD: String { "ZohoCRM.bulk.READ" }
        public static var zohoCRMBulkBackupALL: String { "ZohoCRM.bulk.backup.ALL" }
        public static var zohoCRMCoqlREAD: String { "ZohoCRM.coql.READ" }
        public static var zohoCRMModulesALL: String { "ZohoCRM.modules.ALL" }
        public static var zohoCRMModulesAccountsALL: String { "ZohoCRM.modules.accounts.ALL" }
        public static var zohoCRMModulesActivitiesALL: String { "ZohoCRM.modules.activities.ALL" }
        public static var zohoCRMModulesApprovalsALL: String { "ZohoCRM.modules.approvals.ALL" }
        public static var zohoCRMModulesCallsALL: String { "ZohoCRM.modules.calls.ALL" }
        public static var zohoCRMModulesCampaignsALL: String { "ZohoCRM.modules.campaigns.ALL" }
        public static var zohoCRMModulesCasesALL: String { "ZohoCRM.modules.cases.ALL" }
        public static var zohoCRMModulesContactsALL: String { "ZohoCRM.modules.contacts.ALL" }
        public static var zohoCRMModulesCustomALL: String { "ZohoCRM.modules.custom.ALL" }
        public static var zohoCRMModulesDashboardsALL: String { "ZohoCRM.modules.dashboards.ALL" }
        public static var zohoCRMModulesDealsALL: String { "ZohoCRM.modules.deals.ALL" }
        public static var zohoCRMModulesEventsALL: String { "ZohoCRM.modules.events.ALL" }
        public static var zohoCRMModulesInvoicesALL: String { "ZohoCRM.modules.invoices.ALL" }
        public static var zohoCRMModulesLeadsALL: String { "ZohoCRM.modules.leads.ALL" }
        public static var zohoCRMModulesNotesALL: String { "ZohoCRM.modules.notes.ALL" }
        public static var zohoCRMModulesPricebooksALL: String { "ZohoCRM.modules.pricebooks.ALL" }
        public static var zohoCRMModulesProductsALL: String { "ZohoCRM.modules.products.ALL" }
        public static var zohoCRMModulesPurchaseordersALL: String { "ZohoCRM.modules.purchaseorders.ALL" }
        public static var zohoCRMModulesQuotesALL: String { "ZohoCRM.modules.quotes.ALL" }
        public static var zohoCRMModulesSalesordersALL: String { "ZohoCRM.modules.salesorders.ALL" }
        public static var zohoCRMModulesSearchALL: String { "ZohoCRM.modules.search.ALL" }
        public static var zohoCRMModulesSolutionsALL: String { "ZohoCRM.modules.solutions.ALL" }
        public static var zohoCRMModulesTasksALL: String { "ZohoCRM.modules.tasks.ALL" }
        public static var zohoCRMModulesVendorsALL: String { "ZohoCRM.modules.vendors.ALL" }
        public static var zohoCRMNotificationsCREATE: String { "ZohoCRM.notifications.CREATE" }
        public static var zohoCRMNotificationsDELETE: String { "ZohoCRM.notifications.DELETE" }
        public static var zohoCRMNotificationsREAD: String { "ZohoCRM.notifications.READ" }
        public static var zohoCRMNotificationsUPDATE: String { "ZohoCRM.notifications.UPDATE" }
        public static var zohoCRMOrgALL: String { "ZohoCRM.org.ALL" }
        public static var zohoCRMSettingsALL: String { "ZohoCRM.settings.ALL" }
        public static var zohoCRMSettingsCurrenciesALL: String { "ZohoCRM.settings.currencies.ALL" }
        public static var zohoCRMSettingsCustomButtonsALL: String { "ZohoCRM.settings.custom_buttons.ALL" }
        public static var zohoCRMSettingsCustomLinksALL: String { "ZohoCRM.settings.custom_links.ALL" }
        public static var zohoCRMSettingsCustomViewsALL: String { "ZohoCRM.settings.custom_views.ALL" }
        public static var zohoCRMSettingsFieldsALL: String { "ZohoCRM.settings.fields.ALL" }
        public static var zohoCRMSettingsLayoutsALL: String { "ZohoCRM.settings.layouts.ALL" }
        public static var zohoCRMSettingsMacrosALL: String { "ZohoCRM.settings.macros.ALL" }
        public static var zohoCRMSettingsModulesALL: String { "ZohoCRM.settings.modules.ALL" }
        public static var zohoCRMSettingsProfilesALL: String { "ZohoCRM.settings.profiles.ALL" }
        public static var zohoCRMSettingsRelatedListsALL: String { "ZohoCRM.settings.related_lists.ALL" }
        public static var zohoCRMSettingsRolesALL: String { "ZohoCRM.settings.roles.ALL" }
        public static var zohoCRMSettingsTabGroupsALL: String { "ZohoCRM.settings.tab_groups.ALL" }
        public static var zohoCRMSettingsTagsALL: String { "ZohoCRM.settings.tags.ALL" }
        public static var zohoCRMSettingsTerritoriesALL: String { "ZohoCRM.settings.territories.ALL" }
        public static var zohoCRMSettingsVariablesALL: String { "ZohoCRM.settings.variables.ALL" }
        public static var zohoCRMUsersALL: String { "ZohoCRM.users.ALL" }
        public static var zohoFilesFilesALL: String { "ZohoFiles.files.ALL" }
    }
    /// Of Zoho Desk.
    public enum ZohoDesk {
        public static var deskArticlesALL: String { "Desk.articles.ALL" }
        public static var deskArticlesCREATE: String { "Desk.articles.CREATE" }
        public static var deskArticlesDELETE: String { "Desk.articles.DELETE" }
        public static var deskArticlesREAD: String { "Desk.articles.READ" }
        public static var deskArticlesUPDATE: String { "Desk.articles.UPDATE" }
        public static var deskBasicALL: String { "Desk.basic.ALL" }
        public static var deskBasicCREATE: String { "Desk.basic.CREATE" }
        public static var deskBasicREAD: String { "Desk.basic.READ" }
        public static var deskContactsALL: String { "Desk.contacts.ALL" }
        public static var deskContactsCREATE: String { "Desk.contacts.CREATE" }
        public static var deskContactsDELETE: String { "Desk.contacts.DELETE" }
        public static var deskContactsREAD: String { "Desk.contacts.READ" }
        public static var deskContactsUPDATE: String { "Desk.contacts.UPDATE" }
        public static var deskContactsWRITE: String { "Desk.contacts.WRITE" }
        public static var deskEventsALL: String { "Desk.events.ALL" }
        public static var deskEventsCREATE: String { "Desk.events.CREATE" }
        public static var deskEventsDELETE: String { "Desk.events.DELETE" }
        public static var deskEventsREAD: String { "Desk.events.READ" }
        public static var deskEventsUPDATE: String { "Desk.events.UPDATE" }
        public static var deskEventsWRITE: String { "Desk.events.WRITE" }
        public static var deskSearchALL: String { "Desk.search.ALL" }
        public static var deskSearchREAD: String { "Desk.search.READ" }
        public static var deskSettingsALL: String { "Desk.settings.ALL" }
        public static var deskSettingsCREATE: String { "Desk.settings.CREATE" }
        public static var deskSettingsDELETE: String { "Desk.settings.DELETE" }
        public static var deskSettingsREAD: String { "Desk.settings.READ" }
        public static var deskSettingsUPDATE: String { "Desk.settings.UPDATE" }
        public static var deskSettingsWRITE: String { "Desk.settings.WRITE" }
        public static var deskTasksALL: String { "Desk.tasks.ALL" }
        public static var deskTasksCREATE: String { "Desk.tasks.CREATE" }
        public static var deskTasksDELETE: String { "Desk.tasks.DELETE" }
        public static var deskTasksREAD: String { "Desk.tasks.READ" }
        public static var deskTasksUPDATE: String { "Desk.tasks.UPDATE" }
        public static var deskTasksWRITE: String { "Desk.tasks.WRITE" }
        public static var deskTicketsALL: String { "Desk.tickets.ALL" }
        public static var deskTicketsCREATE: String { "Desk.tickets.CREATE" }
        public static var deskTicketsDELETE: String { "Desk.tickets.DELETE" }
        public static var deskTicketsREAD: String { "Desk.tickets.READ" }
        public static var deskTicketsUPDATE: String { "Desk.tickets.UPDATE" }
        public static var deskTicketsWRITE: String { "Desk.tickets.WRITE" }
        public static var email: String { "email" }
        public static var openid: String { "openid" }
        public static var phone: String { "phone" }
        public static var profile: String { "profile" }
    }
    /// Of Zoho Invoice.
    public enum ZohoInvoice {
        public static var zohoInvoiceContactsALL: String { "ZohoInvoice.contacts.ALL" }
        public static var zohoInvoiceContactsCREATE: String { "ZohoInvoice.contacts.CREATE" }
        public static var zohoInvoiceContactsDELETE: String { "ZohoInvoice.contacts.DELETE" }
        public static var zohoInvoiceContactsREAD: String { "ZohoInvoice.contacts.READ" }
        public static var zohoInvoiceContactsUPDATE: String { "ZohoInvoice.contacts.UPDATE" }
        public static var zohoInvoiceCreditnotesALL: String { "ZohoInvoice.creditnotes.ALL" }
        public static var zohoInvoiceCreditnotesCREATE: String { "ZohoInvoice.creditnotes.CREATE" }
        public static var zohoInvoiceCreditnotesDELETE: String { "ZohoInvoice.creditnotes.DELETE" }
        public static var zohoInvoiceCreditnotesREAD: String { "ZohoInvoice.creditnotes.READ" }
        public static var zohoInvoiceCreditnotesUPDATE: String { "ZohoInvoice.creditnotes.UPDATE" }
        public static var zohoInvoiceCustomerpaymentsALL: String { "ZohoInvoice.customerpayments.ALL" }
        public static var zohoInvoiceCustomerpaymentsCREATE: String { "ZohoInvoice.customerpayments.CREATE" }
        public static var zohoInvoiceCustomerpaymentsDELETE: String { "ZohoInvoice.customerpayments.DELETE" }
        public static var zohoInvoiceCustomerpaymentsREAD: String { "ZohoInvoice.customerpayments.READ" }
        public static var zohoInvoiceCustomerpaymentsUPDATE: String { "ZohoInvoice.customerpayments.UPDATE" }
        public static var zohoInvoiceEstimatesALL: String { "ZohoInvoice.estimates.ALL" }
        public static var zohoInvoiceEstimatesCREATE: String { "ZohoInvoice.estimates.CREATE" }
        public static var zohoInvoiceEstimatesDELETE: String { "ZohoInvoice.estimates.DELETE" }
        public static var zohoInvoiceEstimatesREAD: String { "ZohoInvoice.estimates.READ" }
        public static var zohoInvoiceEstimatesUPDATE: String { "ZohoInvoice.estimates.UPDATE" }
        public static var zohoInvoiceExpensesALL: String { "ZohoInvoice.expenses.ALL" }
        public static var zohoInvoiceExpensesCREATE: String { "ZohoInvoice.expenses.CREATE" }
        public static var zohoInvoiceExpensesDELETE: String { "ZohoInvoice.expenses.DELETE" }
        public static var zohoInvoiceExpensesREAD: String { "ZohoInvoice.expenses.READ" }
        public static var zohoInvoiceExpensesUPDATE: String { "ZohoInvoice.expenses.UPDATE" }
        public static var zohoInvoiceInvoicesALL: String { "ZohoInvoice.invoices.ALL" }
        public static var zohoInvoiceInvoicesCREATE: String { "ZohoInvoice.invoices.CREATE" }
        public static var zohoInvoiceInvoicesDELETE: String { "ZohoInvoice.invoices.DELETE" }
        public static var zohoInvoiceInvoicesREAD: String { "ZohoInvoice.invoices.READ" }
        public static var zohoInvoiceInvoicesUPDATE: String { "ZohoInvoice.invoices.UPDATE" }
        public static var zohoInvoiceItemsALL: String { "ZohoInvoice.items.ALL" }
        public static var zohoInvoiceItemsCREATE: String { "ZohoInvoice.items.CREATE" }
        public static var zohoInvoiceItemsDELETE: String { "ZohoInvoice.items.DELETE" }
        public static var zohoInvoiceItemsREAD: String { "ZohoInvoice.items.READ" }
        public static var zohoInvoiceItemsUPDATE: String { "ZohoInvoice.items.UPDATE" }
        public static var zohoInvoiceProjectsALL: String { "ZohoInvoice.projects.ALL" }
        public static var zohoInvoiceProjectsCREATE: String { "ZohoInvoice.projects.CREATE" }
        public static var zohoInvoiceProjectsDELETE: String { "ZohoInvoice.projects.DELETE" }
        public static var zohoInvoiceProjectsREAD: String { "ZohoInvoice.projects.READ" }
        public static var zohoInvoiceProjectsUPDATE: String { "ZohoInvoice.projects.UPDATE" }
        public static var zohoInvoiceRecurringexpensesALL: String { "ZohoInvoice.recurringexpenses.ALL" }
        public static var zohoInvoiceRecurringexpensesCREATE: String { "ZohoInvoice.recurringexpenses.CREATE" }
        public static var zohoInvoiceRecurringexpensesDELETE: String { "ZohoInvoice.recurringexpenses.DELETE" }
        public static var zohoInvoiceRecurringexpensesREAD: String { "ZohoInvoice.recurringexpenses.READ" }
        public static var zohoInvoiceRecurringexpensesUPDATE: String { "ZohoInvoice.recurringexpenses.UPDATE" }
        public static var zohoInvoiceRecurringinvoicesALL: String { "ZohoInvoice.recurringinvoices.ALL" }
        public static var zohoInvoiceRecurringinvoicesCREATE: String { "ZohoInvoice.recurringinvoices.CREATE" }
        public static var zohoInvoiceRecurringinvoicesDELETE: String { "ZohoInvoice.recurringinvoices.DELETE" }
        public static var zohoInvoiceRecurringinvoicesREAD: String { "ZohoInvoice.recurringinvoices.READ" }
        public static var zohoInvoiceRecurringinvoicesUPDATE: String { "ZohoInvoice.recurringinvoices.UPDATE" }
        public static var zohoInvoiceRetainerinvoicesALL: String { "ZohoInvoice.retainerinvoices.ALL" }
        public static var zohoInvoiceRetainerinvoicesCREATE: String { "ZohoInvoice.retainerinvoices.CREATE" }
        public static var zohoInvoiceRetainerinvoicesDELETE: String { "ZohoInvoice.retainerinvoices.DELETE" }
        public static var zohoInvoiceRetainerinvoicesREAD: String { "ZohoInvoice.retainerinvoices.READ" }
        public static var zohoInvoiceRetainerinvoicesUPDATE: String { "ZohoInvoice.retainerinvoices.UPDATE" }
        public static var zohoInvoiceSettingsALL: String { "ZohoInvoice.settings.ALL" }
        public static var zohoInvoiceSettingsCREATE: String { "ZohoInvoice.settings.CREATE" }
        public static var zohoInvoiceSettingsDELETE: String { "ZohoInvoice.settings.DELETE" }
        public static var zohoInvoiceSettingsREAD: String { "ZohoInvoice.settings.READ" }
        public static var zohoInvoiceSettingsUPDATE: String { "ZohoInvoice.settings.UPDATE" }
        public static var email: String { "email" }
        public static var openid: String { "openid" }
        public static var phone: String { "phone" }
        public static var profile: String { "profile" }
    }
    /// Of Zoho Mail.
    public enum ZohoMail {
        public static var zohoMailAccountsREAD: String { "ZohoMail.accounts.READ" }
        public static var zohoMailAttachmentsALL: String { "ZohoMail.attachments.ALL" }
        public static var zohoMailAttachmentsREAD: String { "ZohoMail.attachments.READ" }
        public static var zohoMailContactsALL: String { "ZohoMail.contacts.ALL" }
        public static var zohoMailContactsREAD: String { "ZohoMail.contacts.READ" }
        public static var zohoMailFoldersALL: String { "ZohoMail.folders.ALL" }
        public static var zohoMailFoldersREAD: String { "ZohoMail.folders.READ" }
        public static var zohoMailMessagesALL: String { "ZohoMail.messages.ALL" }
        public static var zohoMailMessagesCREATE: String { "ZohoMail.messages.CREATE" }
        public static var zohoMailMessagesDELETE: String { "ZohoMail.messages.DELETE" }
        public static var zohoMailMessagesREAD: String { "ZohoMail.messages.READ" }
        public static var zohoMailMessagesUPDATE: String { "ZohoMail.messages.UPDATE" }
        public static var zohoMailNotesALL: String { "ZohoMail.notes.ALL" }
        public static var zohoMailNotesREAD: String { "ZohoMail.notes.READ" }
        public static var zohoMailOrganizationAccountsREAD: String { "ZohoMail.organization.accounts.READ" }
        public static var zohoMailTagsALL: String { "ZohoMail.tags.ALL" }
        public static var zohoMailTagsREAD: String { "ZohoMail.tags.READ" }
        public static var zohoMailTasksALL: String { "ZohoMail.tasks.ALL" }
        public static var zohoMailTasksREAD: String { "ZohoMail.tasks.READ" }
    }
    /// Of Zoom.
    public enum Zoom {
        public static var accountMaster: String { "account:master" }
        public static var accountReadAdmin: String { "account:read:admin" }
        public static var accountWriteAdmin: String { "account:write:admin" }
        public static var aicArchiveReadAdmin: String { "aic_archive:read:admin" }
        public static var apiconnectorMaster: String { "apiconnector:master" }
        public static var apiconnectorReadAdmin: String { "apiconnector:read:admin" }
        public static var apiconnectorWriteAdmin: String { "apiconnector:write:admin" }
        public static var appDeeplinkWrite: String { "app:deeplink:write" }
        public static var appDeeplinkWriteAdmin: String { "app:deeplink:write:admin" }
        public static var appNotificationRead: String { "app:notification:read" }
        public static var appNotificationWrite: String { "app:notification:write" }
        public static var billingMaster: String { "billing:master" }
        public static var calendarRead: String { "calendar:read" }
        public static var calendarReadAdmin: String { "calendar:read:admin" }
        public static var calendarWrite: String { "calendar:write" }
        public static var calendarWriteAdmin: String { "calendar:write:admin" }
        public static var chatRead: String { "chat:read" }
        public static var chatReadAdmin: String { "chat:read:admin" }
        public static var chatWrite: String { "chat:write" }
        public static var chatWriteAdmin: String { "chat:write:admin" }
        public static var chatChannelRead: String { "chat_channel:read" }
        public static var chatChannelReadAdmin: String { "chat_channel:read:admin" }
        public static var chatChannelReadMember: String { "chat_channel:read:member" }
        public static var chatChannelWrite: String { "chat_channel:write" }
        public static var chatChannelWriteAdmin: String { "chat_channel:write:admin" }
        public static var chatContactRead: String { "chat_contact:read" }
        public static var chatContactWrite: String { "chat_contact:write" }
        public static var chatContactWriteAdmin: String { "chat_contact:write:admin" }
        public static var chatEventWrite: String { "chat_event:write" }
        public static var chatEventWriteAdmin: String { "chat_event:write:admin" }
        public static var chatHistoryLegalHoldReadAdmin: String { "chat_history_legal_hold:read:admin" }
        public static var chatHistoryLegalHoldWriteAdmin: String { "chat_history_legal_hold:write:admin" }
        public static var chatMessageRead: String { "chat_message:read" }
        public static var chatMessageReadAdmin: String { "chat_message:read:admin" }
        public static var chatMessageWrite: String { "chat_message:write" }
        public static var chatMessageWriteAdmin: String { "chat_message:write:admin" }
        public static var chatMigrationReadAdmin: String { "chat_migration:read:admin" }
        public static var chatMigrationWriteAdmin: String { "chat_migration:write:admin" }
        public static var clinicalNoteReadAdmin: String { "clinical_note:read:admin" }
        public static var clinicalNoteUpdateAdmin: String { "clinical_note:update:admin" }
        public static var clipsRead: String { "clips:read" }
        public static var clipsReadAdmin: String { "clips:read:admin" }
        public static var clipsReadMaster: String { "clips:read:master" }
        public static var clipsWrite: String { "clips:write" }
        public static var clipsWriteAdmin: String { "clips:write:admin" }
        public static var contactRead: String { "contact:read" }
        public static var contactReadAdmin: String { "contact:read:admin" }
        public static var contactCenterAssetLibraryReadAdmin: String { "contact_center_asset_library:read:admin" }
        public static var contactCenterAssetLibraryWriteAdmin: String { "contact_center_asset_library:write:admin" }
        public static var contactCenterAttachmentReadAdmin: String { "contact_center_attachment:read:admin" }
        public static var contactCenterBlockListRulesReadAdmin: String { "contact_center_block_list_rules:read:admin" }
        public static var contactCenterBlockListRulesWriteAdmin: String { "contact_center_block_list_rules:write:admin" }
        public static var contactCenterContactReadAdmin: String { "contact_center_contact:read:admin" }
        public static var contactCenterContactWriteAdmin: String { "contact_center_contact:write:admin" }
        public static var contactCenterDispositionReadAdmin: String { "contact_center_disposition:read:admin" }
        public static var contactCenterDispositionWriteAdmin: String { "contact_center_disposition:write:admin" }
        public static var contactCenterEngagementReadAdmin: String { "contact_center_engagement:read:admin" }
        public static var contactCenterEngagementWriteAdmin: String { "contact_center_engagement:write:admin" }
        public static var contactCenterFlowReadAdmin: String { "contact_center_flow:read:admin" }
        public static var contactCenterFlowWriteAdmin: String { "contact_center_flow:write:admin" }
        public static var contactCenterFollowUpTaskReadAdmin: String { "contact_center_follow_up_task:read:admin" }
        public static var contactCenterFollowUpTaskWrite: String { "contact_center_follow_up_task:write" }
        public static var contactCenterInboxReadAdmin: String { "contact_center_inbox:read:admin" }
        public static var contactCenterInboxWriteAdmin: String { "contact_center_inbox:write:admin" }
        public static var contactCenterMessagingReadAdmin: String { "contact_center_messaging:read:admin" }
        public static var contactCenterMessagingWriteAdmin: String { "contact_center_messaging:write:admin" }
        public static var contactCenterNoteReadAdmin: String { "contact_center_note:read:admin" }
        public static var contactCenterNoteWrite: String { "contact_center_note:write" }
        public static var contactCenterOperatingHoursReadAdmin: String { "contact_center_operating_hours:read:admin" }
        public static var contactCenterOperatingHoursWriteAdmin: String { "contact_center_operating_hours:write:admin" }
        public static var contactCenterOperationLogsReadAdmin: String { "contact_center_operation_logs:read:admin" }
        public static var contactCenterOutboundCampaignDeleteAdmin: String { "contact_center_outbound_campaign:delete:admin" }
        public static var contactCenterOutboundCampaignReadAdmin: String { "contact_center_outbound_campaign:read:admin" }
        public static var contactCenterOutboundCampaignUpdateAdmin: String { "contact_center_outbound_campaign:update:admin" }
        public static var contactCenterOutboundCampaignWriteAdmin: String { "contact_center_outbound_campaign:write:admin" }
        public static var contactCenterOutboundCampaignContactlistReadAdmin: String { "contact_center_outbound_campaign_contactlist:read:admin" }
        public static var contactCenterOutboundCampaignContactlistWriteAdmin: String { "contact_center_outbound_campaign_contactlist:write:admin" }
        public static var contactCenterOutboundCampaignContactsReadAdmin: String { "contact_center_outbound_campaign_contacts:read:admin" }
        public static var contactCenterOutboundCampaignContactsWriteAdmin: String { "contact_center_outbound_campaign_contacts:write:admin" }
        public static var contactCenterOutboundCampaignDncListPhonesReadAdmin: String { "contact_center_outbound_campaign_dnc_list_phones:read:admin" }
        public static var contactCenterOutboundCampaignDncListPhonesWriteAdmin: String { "contact_center_outbound_campaign_dnc_list_phones:write:admin" }
        public static var contactCenterPreferenceReadAdmin: String { "contact_center_preference:read:admin" }
        public static var contactCenterPreferenceWriteAdmin: String { "contact_center_preference:write:admin" }
        public static var contactCenterQueueReadAdmin: String { "contact_center_queue:read:admin" }
        public static var contactCenterQueueWriteAdmin: String { "contact_center_queue:write:admin" }
        public static var contactCenterRecordingRead: String { "contact_center_recording:read" }
        public static var contactCenterRecordingReadAdmin: String { "contact_center_recording:read:admin" }
        public static var contactCenterRecordingWriteAdmin: String { "contact_center_recording:write:admin" }
        public static var contactCenterRegionReadAdmin: String { "contact_center_region:read:admin" }
        public static var contactCenterRegionWriteAdmin: String { "contact_center_region:write:admin" }
        public static var contactCenterReportReadAdmin: String { "contact_center_report:read:admin" }
        public static var contactCenterRoleReadAdmin: String { "contact_center_role:read:admin" }
        public static var contactCenterRoleWriteAdmin: String { "contact_center_role:write:admin" }
        public static var contactCenterRoutingProfileReadAdmin: String { "contact_center_routing_profile:read:admin" }
        public static var contactCenterRoutingProfileWriteAdmin: String { "contact_center_routing_profile:write:admin" }
        public static var contactCenterRtmsWriteAdmin: String { "contact_center_rtms:write:admin" }
        public static var contactCenterSkillReadAdmin: String { "contact_center_skill:read:admin" }
        public static var contactCenterSkillWriteAdmin: String { "contact_center_skill:write:admin" }
        public static var contactCenterSmsMaster: String { "contact_center_sms:master" }
        public static var contactCenterSmsReadAdmin: String { "contact_center_sms:read:admin" }
        public static var contactCenterSmsWriteAdmin: String { "contact_center_sms:write:admin" }
        public static var contactCenterTeamReadAdmin: String { "contact_center_team:read:admin" }
        public static var contactCenterTeamWriteAdmin: String { "contact_center_team:write:admin" }
        public static var contactCenterUserReadAdmin: String { "contact_center_user:read:admin" }
        public static var contactCenterUserWriteAdmin: String { "contact_center_user:write:admin" }
        public static var contactCenterUserTemplateReadAdmin: String { "contact_center_user_template:read:admin" }
        public static var contactCenterUserTemplateWriteAdmin: String { "contact_center_user_template:write:admin" }
        public static var contactCenterVariableReadAdmin: String { "contact_center_variable:read:admin" }
        public static var contactCenterVariableWriteAdmin: String { "contact_center_variable:write:admin" }
        public static var contactCenterVariableLogReadAdmin: String { "contact_center_variable_log:read:admin" }
        public static var contactCenterVariableLogWriteAdmin: String { "contact_center_variable_log:write:admin" }
        public static var contactCenterVoiceCallMaster: String { "contact_center_voice_call:master" }
        public static var contactCenterVoiceCallReadAdmin: String { "contact_center_voice_call:read:admin" }
        public static var contactGroupReadAdmin: String { "contact_group:read:admin" }
        public static var contactGroupWriteAdmin: String { "contact_group:write:admin" }
        public static var crcMaster: String { "crc:master" }
        public static var crcReadAdmin: String { "crc:read:admin" }
        public static var crcAccountMaster: String { "crc_account:master" }
        public static var crcAccountReadAdmin: String { "crc_account:read:admin" }
        public static var crcAccountWriteAdmin: String { "crc_account:write:admin" }
        public static var crcRoomsMaster: String { "crc_rooms:master" }
        public static var crcRoomsReadAdmin: String { "crc_rooms:read:admin" }
        public static var crcRoomsWriteAdmin: String { "crc_rooms:write:admin" }
        public static var dashboardMaster: String { "dashboard:master" }
        public static var dashboardReadAdmin: String { "dashboard:read:admin" }
        public static var dashboardCrcReadAdmin: String { "dashboard_crc:read:admin" }
        public static var dashboardHomeReadAdmin: String { "dashboard_home:read:admin" }
        public static var dashboardImReadAdmin: String { "dashboard_im:read:admin" }
        public static var dashboardMeetingsReadAdmin: String { "dashboard_meetings:read:admin" }
        public static var dashboardWebinarsReadAdmin: String { "dashboard_webinars:read:admin" }
        public static var dashboardZrReadAdmin: String { "dashboard_zr:read:admin" }
        public static var dataRequestReadAdmin: String { "data_request:read:admin" }
        public static var dataRequestWriteAdmin: String { "data_request:write:admin" }
        public static var deviceReadAdmin: String { "device:read:admin" }
        public static var deviceWriteAdmin: String { "device:write:admin" }
        public static var dialerReadAdmin: String { "dialer:read:admin" }
        public static var dialerWriteAdmin: String { "dialer:write:admin" }
        public static var divisionReadAdmin: String { "division:read:admin" }
        public static var divisionWirteAdmin: String { "division:wirte:admin" }
        public static var docsDelete: String { "docs:delete" }
        public static var docsDeleteAdmin: String { "docs:delete:admin" }
        public static var docsRead: String { "docs:read" }
        public static var docsReadAdmin: String { "docs:read:admin" }
        public static var docsWrite: String { "docs:write" }
        public static var docsWriteAdmin: String { "docs:write:admin" }
        public static var docsCollaboratorDelete: String { "docs_collaborator:delete" }
        public static var docsCollaboratorDeleteAdmin: String { "docs_collaborator:delete:admin" }
        public static var docsCollaboratorRead: String { "docs_collaborator:read" }
        public static var docsCollaboratorReadAdmin: String { "docs_collaborator:read:admin" }
        public static var docsCollaboratorWrite: String { "docs_collaborator:write" }
    }
}
