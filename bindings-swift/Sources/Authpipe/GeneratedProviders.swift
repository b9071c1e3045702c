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
    /// amoCRM.
    public static var amocrm: ProviderID { "amocrm" }
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
    /// Basecamp.
    public static var basecamp: ProviderID { "basecamp" }
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
    /// Clover.
    public static var clover: ProviderID { "clover" }
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
    /// DingTalk.
    public static var dingtalk: ProviderID { "dingtalk" }
    /// Discogs.
    public static var discogs: ProviderID { "discogs" }
    /// DiscoLike.
    public static var discolike: ProviderID { "discolike" }
    /// Discord.
    public static var discord: ProviderID { "discord" }
    /// Dixa.
    public static var dixa: ProviderID { "dixa" }
    /// Document360.
    public static var document360: ProviderID { "document360" }
    /// Docusign.
    public static var docusign: ProviderID { "docusign" }
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
    /// Flickr.
    public static var flickr: ProviderID { "flickr" }
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
    /// Google Gemini.
    public static var googleGemini: ProviderID { "google-gemini" }
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
    /// Instagram.
    public static var instagram: ProviderID { "instagram" }
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
    /// Jotform.
    public static var jotform: ProviderID { "jotform" }
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
    /// lemlist.
    public static var lemlist: ProviderID { "lemlist" }
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
    /// Plurk.
    public static var plurk: ProviderID { "plurk" }
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
    /// SmugMug.
    public static var smugmug: ProviderID { "smugmug" }
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
    /// Threads.
    public static var threads: ProviderID { "threads" }
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
    /// Trovo.
    public static var trovo: ProviderID { "trovo" }
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
    /// Upwork.
    public static var upwork: ProviderID { "upwork" }
    /// Vapi.
    public static var vapi: ProviderID { "vapi" }
    /// Lightspeed Retail (X-Series).
    public static var vend: ProviderID { "vend" }
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
    /// Withings.
    public static var withings: ProviderID { "withings" }
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
        /// The scope `analyses`.
        public static var analyses: String { "analyses" }
        /// The scope `ancestry`.
        public static var ancestry: String { "ancestry" }
        /// The scope `basic`.
        public static var basic: String { "basic" }
        /// The scope `genomes`.
        public static var genomes: String { "genomes" }
        /// The scope `haplogroups`.
        public static var haplogroups: String { "haplogroups" }
        /// The scope `iXX`.
        public static var iXX: String { "iXX" }
        /// The scope `names`.
        public static var names: String { "names" }
        /// The scope `profile:read`.
        public static var profileRead: String { "profile:read" }
        /// The scope `profile:write`.
        public static var profileWrite: String { "profile:write" }
        /// The scope `publish`.
        public static var publish: String { "publish" }
        /// The scope `relatives`.
        public static var relatives: String { "relatives" }
        /// The scope `relatives:write`.
        public static var relativesWrite: String { "relatives:write" }
        /// The scope `rsXX`.
        public static var rsXX: String { "rsXX" }
    }
    /// Of Acuity Scheduling.
    public enum AcuityScheduling {
        /// The scope `api-v1`.
        public static var apiV1: String { "api-v1" }
    }
    /// Of Adobe.
    public enum Adobe {
        /// The scope `AdobeID`.
        public static var adobeID: String { "AdobeID" }
        /// The scope `acc_imp`.
        public static var accImp: String { "acc_imp" }
        /// The scope `additional_info`.
        public static var additionalInfo: String { "additional_info" }
        /// The scope `additional_info.job_function`.
        public static var additionalInfoJobFunction: String { "additional_info.job_function" }
        /// The scope `additional_info.projectedProductContext`.
        public static var additionalInfoProjectedProductContext: String { "additional_info.projectedProductContext" }
        /// The scope `additional_info.roles`.
        public static var additionalInfoRoles: String { "additional_info.roles" }
        /// The scope `address`.
        public static var address: String { "address" }
        /// The scope `adobeio_api`.
        public static var adobeioApi: String { "adobeio_api" }
        /// The scope `agreement_read`.
        public static var agreementRead: String { "agreement_read" }
        /// The scope `agreement_retention`.
        public static var agreementRetention: String { "agreement_retention" }
        /// The scope `agreement_sign`.
        public static var agreementSign: String { "agreement_sign" }
        /// The scope `agreement_vault`.
        public static var agreementVault: String { "agreement_vault" }
        /// The scope `agreement_write`.
        public static var agreementWrite: String { "agreement_write" }
        /// The scope `cc_files`.
        public static var ccFiles: String { "cc_files" }
        /// The scope `cc_libraries`.
        public static var ccLibraries: String { "cc_libraries" }
        /// The scope `cloud_storage_collab_api`.
        public static var cloudStorageCollabApi: String { "cloud_storage_collab_api" }
        /// The scope `creative_sdk`.
        public static var creativeSdk: String { "creative_sdk" }
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `ff_apis`.
        public static var ffApis: String { "ff_apis" }
        /// The scope `firefly_api`.
        public static var fireflyApi: String { "firefly_api" }
        /// The scope `group_imp`.
        public static var groupImp: String { "group_imp" }
        /// The scope `library_read`.
        public static var libraryRead: String { "library_read" }
        /// The scope `library_write`.
        public static var libraryWrite: String { "library_write" }
        /// The scope `lr_partner_apis`.
        public static var lrPartnerApis: String { "lr_partner_apis" }
        /// The scope `lr_partner_rendition_apis`.
        public static var lrPartnerRenditionApis: String { "lr_partner_rendition_apis" }
        /// The scope `manage_client_secrets`.
        public static var manageClientSecrets: String { "manage_client_secrets" }
        /// The scope `offline_access`.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
        /// The scope `read_client_secret`.
        public static var readClientSecret: String { "read_client_secret" }
        /// The scope `read_organizations`.
        public static var readOrganizations: String { "read_organizations" }
        /// The scope `session`.
        public static var session: String { "session" }
        /// The scope `sign_account_read`.
        public static var signAccountRead: String { "sign_account_read" }
        /// The scope `sign_account_write`.
        public static var signAccountWrite: String { "sign_account_write" }
        /// The scope `sign_library_read`.
        public static var signLibraryRead: String { "sign_library_read" }
        /// The scope `sign_library_retention`.
        public static var signLibraryRetention: String { "sign_library_retention" }
        /// The scope `sign_library_write`.
        public static var signLibraryWrite: String { "sign_library_write" }
        /// The scope `sign_oem_user_impersonate`.
        public static var signOemUserImpersonate: String { "sign_oem_user_impersonate" }
        /// The scope `sign_user_login`.
        public static var signUserLogin: String { "sign_user_login" }
        /// The scope `sign_user_read`.
        public static var signUserRead: String { "sign_user_read" }
        /// The scope `sign_user_write`.
        public static var signUserWrite: String { "sign_user_write" }
        /// The scope `sign_webhook_read`.
        public static var signWebhookRead: String { "sign_webhook_read" }
        /// The scope `sign_webhook_retention`.
        public static var signWebhookRetention: String { "sign_webhook_retention" }
        /// The scope `sign_webhook_write`.
        public static var signWebhookWrite: String { "sign_webhook_write" }
        /// The scope `user_login`.
        public static var userLogin: String { "user_login" }
        /// The scope `user_management_sdk`.
        public static var userManagementSdk: String { "user_management_sdk" }
        /// The scope `user_read`.
        public static var userRead: String { "user_read" }
        /// The scope `user_write`.
        public static var userWrite: String { "user_write" }
        /// The scope `webhook_read`.
        public static var webhookRead: String { "webhook_read" }
        /// The scope `webhook_retention`.
        public static var webhookRetention: String { "webhook_retention" }
        /// The scope `webhook_write`.
        public static var webhookWrite: String { "webhook_write" }
        /// The scope `widget_read`.
        public static var widgetRead: String { "widget_read" }
        /// The scope `widget_write`.
        public static var widgetWrite: String { "widget_write" }
        /// The scope `workflow_read`.
        public static var workflowRead: String { "workflow_read" }
        /// The scope `workflow_write`.
        public static var workflowWrite: String { "workflow_write" }
    }
    /// Of Aircall.
    public enum Aircall {
        /// The scope `public_api`.
        public static var publicApi: String { "public_api" }
    }
    /// Of Airtable.
    public enum Airtable {
        /// See comments on records.
        public static var dataRecordCommentsRead: String { "data.recordComments:read" }
        /// Write, change and delete comments on records.
        public static var dataRecordCommentsWrite: String { "data.recordComments:write" }
        /// See records.
        public static var dataRecordsRead: String { "data.records:read" }
        /// Create, change and delete records.
        public static var dataRecordsWrite: String { "data.records:write" }
        /// See how bases are built.
        public static var schemaBasesRead: String { "schema.bases:read" }
        /// Change how bases are built.
        public static var schemaBasesWrite: String { "schema.bases:write" }
        /// See your e-mail address.
        public static var userEmailRead: String { "user.email:read" }
        /// See workspaces and who is in them.
        public static var workspacesAndBasesRead: String { "workspacesAndBases:read" }
    }
    /// Of Amazon.
    public enum Amazon {
        /// The scope `postal_code`.
        public static var postalCode: String { "postal_code" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
        /// The scope `profile:user_id`.
        public static var profileUserId: String { "profile:user_id" }
    }
    /// Of Apaleo.
    public enum Apaleo {
        /// The scope `account.create`.
        public static var accountCreate: String { "account.create" }
        /// The scope `account.manage`.
        public static var accountManage: String { "account.manage" }
        /// The scope `account.read`.
        public static var accountRead: String { "account.read" }
        /// The scope `account.suspend`.
        public static var accountSuspend: String { "account.suspend" }
        /// The scope `accounting.read`.
        public static var accountingRead: String { "accounting.read" }
        /// The scope `accounts.read`.
        public static var accountsRead: String { "accounts.read" }
        /// The scope `admin`.
        public static var admin: String { "admin" }
        /// The scope `allowances.post`.
        public static var allowancesPost: String { "allowances.post" }
        /// The scope `authorizations.manage`.
        public static var authorizationsManage: String { "authorizations.manage" }
        /// The scope `authorizations.read`.
        public static var authorizationsRead: String { "authorizations.read" }
        /// The scope `availability.manage`.
        public static var availabilityManage: String { "availability.manage" }
        /// The scope `availability.read`.
        public static var availabilityRead: String { "availability.read" }
        /// The scope `blocks.create`.
        public static var blocksCreate: String { "blocks.create" }
        /// The scope `blocks.manage`.
        public static var blocksManage: String { "blocks.manage" }
        /// The scope `blocks.read`.
        public static var blocksRead: String { "blocks.read" }
        /// The scope `bookingcom:admin`.
        public static var bookingcomAdmin: String { "bookingcom:admin" }
        /// The scope `captcha-protection`.
        public static var captchaProtection: String { "captcha-protection" }
        /// The scope `charges.create`.
        public static var chargesCreate: String { "charges.create" }
        /// The scope `charges.delete`.
        public static var chargesDelete: String { "charges.delete" }
        /// The scope `charges.move`.
        public static var chargesMove: String { "charges.move" }
        /// The scope `companies.create`.
        public static var companiesCreate: String { "companies.create" }
        /// The scope `companies.manage`.
        public static var companiesManage: String { "companies.manage" }
        /// The scope `companies.read`.
        public static var companiesRead: String { "companies.read" }
        /// The scope `config:admin`.
        public static var configAdmin: String { "config:admin" }
        /// The scope `console:admin`.
        public static var consoleAdmin: String { "console:admin" }
        /// The scope `depositItems.manage`.
        public static var depositItemsManage: String { "depositItems.manage" }
        /// The scope `deposits.manage`.
        public static var depositsManage: String { "deposits.manage" }
        /// The scope `deposits.read`.
        public static var depositsRead: String { "deposits.read" }
        /// The scope `distribution:reservations.manage`.
        public static var distributionReservationsManage: String { "distribution:reservations.manage" }
        /// The scope `distribution:subscriptions.manage`.
        public static var distributionSubscriptionsManage: String { "distribution:subscriptions.manage" }
        /// The scope `features.toggle`.
        public static var featuresToggle: String { "features.toggle" }
        /// The scope `fiscal-fonoa:admin`.
        public static var fiscalFonoaAdmin: String { "fiscal-fonoa:admin" }
        /// The scope `fiscal-invopop:admin`.
        public static var fiscalInvopopAdmin: String { "fiscal-invopop:admin" }
        /// The scope `fiscal-pt:admin`.
        public static var fiscalPtAdmin: String { "fiscal-pt:admin" }
        /// The scope `fiscalization:admin`.
        public static var fiscalizationAdmin: String { "fiscalization:admin" }
        /// The scope `fiscalization:configuration.manage`.
        public static var fiscalizationConfigurationManage: String { "fiscalization:configuration.manage" }
        /// The scope `fiscalization:configuration.read`.
        public static var fiscalizationConfigurationRead: String { "fiscalization:configuration.read" }
        /// The scope `fiscalization:invoices.manage`.
        public static var fiscalizationInvoicesManage: String { "fiscalization:invoices.manage" }
        /// The scope `fiscalization:invoices.read`.
        public static var fiscalizationInvoicesRead: String { "fiscalization:invoices.read" }
        /// The scope `fiscalization:receipts.read`.
        public static var fiscalizationReceiptsRead: String { "fiscalization:receipts.read" }
        /// The scope `fiscalization:reports.read`.
        public static var fiscalizationReportsRead: String { "fiscalization:reports.read" }
        /// The scope `fiscalization:snapshots.get`.
        public static var fiscalizationSnapshotsGet: String { "fiscalization:snapshots.get" }
        /// The scope `folios.manage`.
        public static var foliosManage: String { "folios.manage" }
        /// The scope `folios.manage-negative-payments`.
        public static var foliosManageNegativePayments: String { "folios.manage-negative-payments" }
        /// The scope `folios.payment-with-charges`.
        public static var foliosPaymentWithCharges: String { "folios.payment-with-charges" }
        /// The scope `folios.read`.
        public static var foliosRead: String { "folios.read" }
        /// The scope `groups.create`.
        public static var groupsCreate: String { "groups.create" }
        /// The scope `groups.manage`.
        public static var groupsManage: String { "groups.manage" }
        /// The scope `groups.read`.
        public static var groupsRead: String { "groups.read" }
        /// The scope `identity:account-users.manage`.
        public static var identityAccountUsersManage: String { "identity:account-users.manage" }
        /// The scope `identity:account-users.read`.
        public static var identityAccountUsersRead: String { "identity:account-users.read" }
        /// The scope `identity:account-users.scim`.
        public static var identityAccountUsersScim: String { "identity:account-users.scim" }
        /// The scope `identity:clients.manage`.
        public static var identityClientsManage: String { "identity:clients.manage" }
        /// The scope `identity:development-clients.manage`.
        public static var identityDevelopmentClientsManage: String { "identity:development-clients.manage" }
        /// The scope `identity:external-identity-providers.manage`.
        public static var identityExternalIdentityProvidersManage: String { "identity:external-identity-providers.manage" }
        /// The scope `identity:permissions`.
        public static var identityPermissions: String { "identity:permissions" }
        /// The scope `identity:roles.manage`.
        public static var identityRolesManage: String { "identity:roles.manage" }
        /// The scope `identity:roles.read`.
        public static var identityRolesRead: String { "identity:roles.read" }
        /// The scope `integration:ui-integrations.admin`.
        public static var integrationUiIntegrationsAdmin: String { "integration:ui-integrations.admin" }
        /// The scope `integration:ui-integrations.manage`.
        public static var integrationUiIntegrationsManage: String { "integration:ui-integrations.manage" }
        /// The scope `integration:ui-only`.
        public static var integrationUiOnly: String { "integration:ui-only" }
        /// The scope `invoice-xx:admin`.
        public static var invoiceXxAdmin: String { "invoice-xx:admin" }
        /// The scope `invoices.create`.
        public static var invoicesCreate: String { "invoices.create" }
        /// The scope `invoices.manage`.
        public static var invoicesManage: String { "invoices.manage" }
        /// The scope `invoices.read`.
        public static var invoicesRead: String { "invoices.read" }
        /// The scope `logs.read`.
        public static var logsRead: String { "logs.read" }
        /// The scope `maintenances.create`.
        public static var maintenancesCreate: String { "maintenances.create" }
        /// The scope `maintenances.delete`.
        public static var maintenancesDelete: String { "maintenances.delete" }
        /// The scope `maintenances.manage`.
        public static var maintenancesManage: String { "maintenances.manage" }
        /// The scope `maintenances.read`.
        public static var maintenancesRead: String { "maintenances.read" }
        /// The scope `mcp:admin`.
        public static var mcpAdmin: String { "mcp:admin" }
        /// The scope `mcp:prompts`.
        public static var mcpPrompts: String { "mcp:prompts" }
        /// The scope `mcp:resources`.
        public static var mcpResources: String { "mcp:resources" }
        /// The scope `mcp:tools`.
        public static var mcpTools: String { "mcp:tools" }
        /// The scope `notifications:admin`.
        public static var notificationsAdmin: String { "notifications:admin" }
        /// The scope `notifications:subscriptions.manage`.
        public static var notificationsSubscriptionsManage: String { "notifications:subscriptions.manage" }
        /// The scope `offer-index.read`.
        public static var offerIndexRead: String { "offer-index.read" }
        /// The scope `offers.read`.
        public static var offersRead: String { "offers.read" }
        /// The scope `offline_access`.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `operations.change-room-state`.
        public static var operationsChangeRoomState: String { "operations.change-room-state" }
        /// The scope `operations.manage`.
        public static var operationsManage: String { "operations.manage" }
        /// The scope `operations.read`.
        public static var operationsRead: String { "operations.read" }
        /// The scope `operations.trigger-night-audit`.
        public static var operationsTriggerNightAudit: String { "operations.trigger-night-audit" }
        /// The scope `payment-accounts.manage`.
        public static var paymentAccountsManage: String { "payment-accounts.manage" }
        /// The scope `payment-accounts.read`.
        public static var paymentAccountsRead: String { "payment-accounts.read" }
        /// The scope `payment-tasks.create`.
        public static var paymentTasksCreate: String { "payment-tasks.create" }
        /// The scope `payment-tasks.manage`.
        public static var paymentTasksManage: String { "payment-tasks.manage" }
        /// The scope `payment:admin`.
        public static var paymentAdmin: String { "payment:admin" }
        /// The scope `payment:captcha-protection`.
        public static var paymentCaptchaProtection: String { "payment:captcha-protection" }
        /// The scope `payment:configuration.manage`.
        public static var paymentConfigurationManage: String { "payment:configuration.manage" }
        /// The scope `payment:configuration.read`.
        public static var paymentConfigurationRead: String { "payment:configuration.read" }
        /// The scope `payment:invoices.read`.
        public static var paymentInvoicesRead: String { "payment:invoices.read" }
        /// The scope `payment:payment-account.manage`.
        public static var paymentPaymentAccountManage: String { "payment:payment-account.manage" }
        /// The scope `payment:payment-logs.read`.
        public static var paymentPaymentLogsRead: String { "payment:payment-logs.read" }
        /// The scope `payment:reports.read`.
        public static var paymentReportsRead: String { "payment:reports.read" }
        /// The scope `payment:transactions.manage`.
        public static var paymentTransactionsManage: String { "payment:transactions.manage" }
        /// The scope `payment:transactions.read`.
        public static var paymentTransactionsRead: String { "payment:transactions.read" }
        /// The scope `payments.admin`.
        public static var paymentsAdmin: String { "payments.admin" }
        /// The scope `payments.create`.
        public static var paymentsCreate: String { "payments.create" }
        /// The scope `payments.manage`.
        public static var paymentsManage: String { "payments.manage" }
        /// The scope `payments.read`.
        public static var paymentsRead: String { "payments.read" }
        /// The scope `prepayment-notices.read`.
        public static var prepaymentNoticesRead: String { "prepayment-notices.read" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
        /// The scope `profile:manage`.
        public static var profileManage: String { "profile:manage" }
        /// The scope `profile:read`.
        public static var profileRead: String { "profile:read" }
        /// The scope `properties.create`.
        public static var propertiesCreate: String { "properties.create" }
        /// The scope `properties.manage`.
        public static var propertiesManage: String { "properties.manage" }
        /// The scope `properties.read`.
        public static var propertiesRead: String { "properties.read" }
        /// The scope `rateplans.create`.
        public static var rateplansCreate: String { "rateplans.create" }
        /// The scope `rateplans.delete`.
        public static var rateplansDelete: String { "rateplans.delete" }
        /// The scope `rateplans.manage`.
        public static var rateplansManage: String { "rateplans.manage" }
        /// The scope `rateplans.read`.
        public static var rateplansRead: String { "rateplans.read" }
        /// The scope `rateplans.read-corporate`.
        public static var rateplansReadCorporate: String { "rateplans.read-corporate" }
        /// The scope `rateplans.read-negotiated`.
        public static var rateplansReadNegotiated: String { "rateplans.read-negotiated" }
        /// The scope `rates.delete`.
        public static var ratesDelete: String { "rates.delete" }
        /// The scope `rates.manage`.
        public static var ratesManage: String { "rates.manage" }
        /// The scope `rates.read`.
        public static var ratesRead: String { "rates.read" }
        /// The scope `receipt-at:admin`.
        public static var receiptAtAdmin: String { "receipt-at:admin" }
        /// The scope `receipt-de:admin`.
        public static var receiptDeAdmin: String { "receipt-de:admin" }
        /// The scope `receipt-de:configuration.manage`.
        public static var receiptDeConfigurationManage: String { "receipt-de:configuration.manage" }
        /// The scope `receipt-de:receipts.read`.
        public static var receiptDeReceiptsRead: String { "receipt-de:receipts.read" }
        /// The scope `receipt-de:snapshots.get`.
        public static var receiptDeSnapshotsGet: String { "receipt-de:snapshots.get" }
        /// The scope `receipt-fr:admin`.
        public static var receiptFrAdmin: String { "receipt-fr:admin" }
        /// The scope `receipt-kp:admin`.
        public static var receiptKpAdmin: String { "receipt-kp:admin" }
        /// The scope `refunds.create`.
        public static var refundsCreate: String { "refunds.create" }
        /// The scope `rendering:admin`.
        public static var renderingAdmin: String { "rendering:admin" }
        /// The scope `rendering:manage-configuration`.
        public static var renderingManageConfiguration: String { "rendering:manage-configuration" }
        /// The scope `rendering:read-configuration`.
        public static var renderingReadConfiguration: String { "rendering:read-configuration" }
        /// The scope `rendering:render-invoice`.
        public static var renderingRenderInvoice: String { "rendering:render-invoice" }
        /// The scope `rendering:upload-logo`.
        public static var renderingUploadLogo: String { "rendering:upload-logo" }
        /// The scope `reporting:reports.read`.
        public static var reportingReportsRead: String { "reporting:reports.read" }
        /// The scope `reports.read`.
        public static var reportsRead: String { "reports.read" }
        /// The scope `reservations.assign-unit`.
        public static var reservationsAssignUnit: String { "reservations.assign-unit" }
        /// The scope `reservations.create`.
        public static var reservationsCreate: String { "reservations.create" }
        /// The scope `reservations.force-create`.
        public static var reservationsForceCreate: String { "reservations.force-create" }
        /// The scope `reservations.force-manage`.
        public static var reservationsForceManage: String { "reservations.force-manage" }
        /// The scope `reservations.import`.
        public static var reservationsImport: String { "reservations.import" }
        /// The scope `reservations.manage`.
        public static var reservationsManage: String { "reservations.manage" }
        /// The scope `reservations.read`.
        public static var reservationsRead: String { "reservations.read" }
        /// The scope `routings.create`.
        public static var routingsCreate: String { "routings.create" }
        /// The scope `routings.manage`.
        public static var routingsManage: String { "routings.manage" }
        /// The scope `routings.read`.
        public static var routingsRead: String { "routings.read" }
        /// The scope `scheduler:automation.manage`.
        public static var schedulerAutomationManage: String { "scheduler:automation.manage" }
        /// The scope `scheduler:automation.read`.
        public static var schedulerAutomationRead: String { "scheduler:automation.read" }
        /// The scope `servicegroups.create`.
        public static var servicegroupsCreate: String { "servicegroups.create" }
        /// The scope `servicegroups.manage`.
        public static var servicegroupsManage: String { "servicegroups.manage" }
        /// The scope `servicegroups.read`.
        public static var servicegroupsRead: String { "servicegroups.read" }
        /// The scope `services.create`.
        public static var servicesCreate: String { "services.create" }
        /// The scope `services.manage`.
        public static var servicesManage: String { "services.manage" }
    }
    /// Of Asana.
    public enum Asana {
        /// Delete attachments.
        public static var attachmentsDelete: String { "attachments:delete" }
        /// See attachments.
        public static var attachmentsRead: String { "attachments:read" }
        /// Create and change attachments.
        public static var attachmentsWrite: String { "attachments:write" }
        /// See custom fields.
        public static var customFieldsRead: String { "custom_fields:read" }
        /// Create and change custom fields.
        public static var customFieldsWrite: String { "custom_fields:write" }
        /// Do all that you may do.
        public static var `default`: String { "default" }
        /// See your e-mail address.
        public static var email: String { "email" }
        /// See goals.
        public static var goalsRead: String { "goals:read" }
        /// See the state of jobs.
        public static var jobsRead: String { "jobs:read" }
        /// Delete out-of-office entries.
        public static var oooEntriesDelete: String { "ooo_entries:delete" }
        /// See out-of-office entries.
        public static var oooEntriesRead: String { "ooo_entries:read" }
        /// Create and change out-of-office entries.
        public static var oooEntriesWrite: String { "ooo_entries:write" }
        /// Sign you in.
        public static var openid: String { "openid" }
        /// See portfolios.
        public static var portfoliosRead: String { "portfolios:read" }
        /// Create and change portfolios.
        public static var portfoliosWrite: String { "portfolios:write" }
        /// See your name.
        public static var profile: String { "profile" }
        /// See settings of projects in portfolios.
        public static var projectPortfolioSettingsRead: String { "project_portfolio_settings:read" }
        /// Create and change settings of projects in portfolios.
        public static var projectPortfolioSettingsWrite: String { "project_portfolio_settings:write" }
        /// See project templates.
        public static var projectTemplatesRead: String { "project_templates:read" }
        /// Delete projects.
        public static var projectsDelete: String { "projects:delete" }
        /// See projects.
        public static var projectsRead: String { "projects:read" }
        /// Create and change projects.
        public static var projectsWrite: String { "projects:write" }
        /// Delete roles.
        public static var rolesDelete: String { "roles:delete" }
        /// See roles.
        public static var rolesRead: String { "roles:read" }
        /// Create and change roles.
        public static var rolesWrite: String { "roles:write" }
        /// See comments and history.
        public static var storiesRead: String { "stories:read" }
        /// Create and change comments and history.
        public static var storiesWrite: String { "stories:write" }
        /// See tags.
        public static var tagsRead: String { "tags:read" }
        /// Create and change tags.
        public static var tagsWrite: String { "tags:write" }
        /// See task templates.
        public static var taskTemplatesRead: String { "task_templates:read" }
        /// Delete tasks.
        public static var tasksDelete: String { "tasks:delete" }
        /// See tasks.
        public static var tasksRead: String { "tasks:read" }
        /// Create and change tasks.
        public static var tasksWrite: String { "tasks:write" }
        /// See who is in teams.
        public static var teamMembershipsRead: String { "team_memberships:read" }
        /// See teams.
        public static var teamsRead: String { "teams:read" }
        /// Delete categories of time tracking.
        public static var timeTrackingCategoriesDelete: String { "time_tracking_categories:delete" }
        /// See categories of time tracking.
        public static var timeTrackingCategoriesRead: String { "time_tracking_categories:read" }
        /// Create and change categories of time tracking.
        public static var timeTrackingCategoriesWrite: String { "time_tracking_categories:write" }
        /// See tracked time.
        public static var timeTrackingEntriesRead: String { "time_tracking_entries:read" }
        /// See approvals of timesheets.
        public static var timesheetApprovalStatusesRead: String { "timesheet_approval_statuses:read" }
        /// Create and change approvals of timesheets.
        public static var timesheetApprovalStatusesWrite: String { "timesheet_approval_statuses:write" }
        /// See people.
        public static var usersRead: String { "users:read" }
        /// Delete webhooks.
        public static var webhooksDelete: String { "webhooks:delete" }
        /// See webhooks.
        public static var webhooksRead: String { "webhooks:read" }
        /// Create and change webhooks.
        public static var webhooksWrite: String { "webhooks:write" }
        /// Search in workspaces.
        public static var workspacesTypeaheadRead: String { "workspaces.typeahead:read" }
        /// See workspaces.
        public static var workspacesRead: String { "workspaces:read" }
    }
    /// Of Atlassian.
    public enum Atlassian {
        /// The scope `address`.
        public static var address: String { "address" }
        /// The scope `created_at`.
        public static var createdAt: String { "created_at" }
        /// The scope `delete:async-task:jira`.
        public static var deleteAsyncTaskJira: String { "delete:async-task:jira" }
        /// Delete attachments in Confluence.
        public static var deleteAttachmentConfluence: String { "delete:attachment:confluence" }
        /// Delete attachments in Jira.
        public static var deleteAttachmentJira: String { "delete:attachment:jira" }
        /// Delete pictures in Jira.
        public static var deleteAvatarJira: String { "delete:avatar:jira" }
        /// Delete blog posts in Confluence.
        public static var deleteBlogpostConfluence: String { "delete:blogpost:confluence" }
        /// The scope `delete:cmdb-attribute:jira`.
        public static var deleteCmdbAttributeJira: String { "delete:cmdb-attribute:jira" }
        /// The scope `delete:cmdb-object:jira`.
        public static var deleteCmdbObjectJira: String { "delete:cmdb-object:jira" }
        /// The scope `delete:cmdb-schema:jira`.
        public static var deleteCmdbSchemaJira: String { "delete:cmdb-schema:jira" }
        /// The scope `delete:cmdb-type:jira`.
        public static var deleteCmdbTypeJira: String { "delete:cmdb-type:jira" }
        /// The scope `delete:comment.property:jira`.
        public static var deleteCommentPropertyJira: String { "delete:comment.property:jira" }
        /// Delete comments in Confluence.
        public static var deleteCommentConfluence: String { "delete:comment:confluence" }
        /// Delete comments in Jira.
        public static var deleteCommentJira: String { "delete:comment:jira" }
        /// Delete content in Confluence.
        public static var deleteContentConfluence: String { "delete:content:confluence" }
        /// Delete custom content in Confluence.
        public static var deleteCustomContentConfluence: String { "delete:custom-content:confluence" }
        /// The scope `delete:customer.detail-field:jira-service-management`.
        public static var deleteCustomerDetailFieldJiraServiceManagement: String { "delete:customer.detail-field:jira-service-management" }
        /// The scope `delete:dashboard.property:jira`.
        public static var deleteDashboardPropertyJira: String { "delete:dashboard.property:jira" }
        /// Delete dashboards in Jira.
        public static var deleteDashboardJira: String { "delete:dashboard:jira" }
        /// Delete databases in Confluence.
        public static var deleteDatabaseConfluence: String { "delete:database:confluence" }
        /// Delete embedded content in Confluence.
        public static var deleteEmbedConfluence: String { "delete:embed:confluence" }
        /// The scope `delete:entitlement.detail-field:jira-service-management`.
        public static var deleteEntitlementDetailFieldJiraServiceManagement: String { "delete:entitlement.detail-field:jira-service-management" }
        /// The scope `delete:entitlement:jira-service-management`.
        public static var deleteEntitlementJiraServiceManagement: String { "delete:entitlement:jira-service-management" }
        /// The scope `delete:field-configuration-scheme:jira`.
        public static var deleteFieldConfigurationSchemeJira: String { "delete:field-configuration-scheme:jira" }
        /// The scope `delete:field-configuration:jira`.
        public static var deleteFieldConfigurationJira: String { "delete:field-configuration:jira" }
        /// The scope `delete:field.option:jira`.
        public static var deleteFieldOptionJira: String { "delete:field.option:jira" }
        /// Delete fields in Jira.
        public static var deleteFieldJira: String { "delete:field:jira" }
        /// The scope `delete:filter.column:jira`.
        public static var deleteFilterColumnJira: String { "delete:filter.column:jira" }
        /// Delete filters in Jira.
        public static var deleteFilterJira: String { "delete:filter:jira" }
        /// Delete folders in Confluence.
        public static var deleteFolderConfluence: String { "delete:folder:confluence" }
        /// Delete groups in Jira.
        public static var deleteGroupJira: String { "delete:group:jira" }
        /// The scope `delete:issue-link-type:jira`.
        public static var deleteIssueLinkTypeJira: String { "delete:issue-link-type:jira" }
        /// Delete links of issues in Jira.
        public static var deleteIssueLinkJira: String { "delete:issue-link:jira" }
        /// The scope `delete:issue-type-scheme:jira`.
        public static var deleteIssueTypeSchemeJira: String { "delete:issue-type-scheme:jira" }
        /// The scope `delete:issue-type-screen-scheme:jira`.
        public static var deleteIssueTypeScreenSchemeJira: String { "delete:issue-type-screen-scheme:jira" }
        /// The scope `delete:issue-type.property:jira`.
        public static var deleteIssueTypePropertyJira: String { "delete:issue-type.property:jira" }
        /// Delete types of issues in Jira.
        public static var deleteIssueTypeJira: String { "delete:issue-type:jira" }
        /// The scope `delete:issue-worklog.property:jira`.
        public static var deleteIssueWorklogPropertyJira: String { "delete:issue-worklog.property:jira" }
        /// Delete work logs in Jira.
        public static var deleteIssueWorklogJira: String { "delete:issue-worklog:jira" }
        /// The scope `delete:issue.property:jira`.
        public static var deleteIssuePropertyJira: String { "delete:issue.property:jira" }
        /// The scope `delete:issue.remote-link:jira`.
        public static var deleteIssueRemoteLinkJira: String { "delete:issue.remote-link:jira" }
        /// Delete issues in Jira.
        public static var deleteIssueJira: String { "delete:issue:jira" }
        /// The scope `delete:organization.detail-field:jira-service-management`.
        public static var deleteOrganizationDetailFieldJiraServiceManagement: String { "delete:organization.detail-field:jira-service-management" }
        /// The scope `delete:organization.property:jira-service-management`.
        public static var deleteOrganizationPropertyJiraServiceManagement: String { "delete:organization.property:jira-service-management" }
        /// The scope `delete:organization.user:jira-service-management`.
        public static var deleteOrganizationUserJiraServiceManagement: String { "delete:organization.user:jira-service-management" }
        /// Delete organisations in Jira Service Management.
        public static var deleteOrganizationJiraServiceManagement: String { "delete:organization:jira-service-management" }
        /// Delete pages in Confluence.
        public static var deletePageConfluence: String { "delete:page:confluence" }
        /// The scope `delete:permission-scheme:jira`.
        public static var deletePermissionSchemeJira: String { "delete:permission-scheme:jira" }
        /// Delete permissions in Jira.
        public static var deletePermissionJira: String { "delete:permission:jira" }
        /// The scope `delete:product:jira-service-management`.
        public static var deleteProductJiraServiceManagement: String { "delete:product:jira-service-management" }
        /// The scope `delete:project-category:jira`.
        public static var deleteProjectCategoryJira: String { "delete:project-category:jira" }
        /// Delete roles in projects in Jira.
        public static var deleteProjectRoleJira: String { "delete:project-role:jira" }
        /// Delete versions in Jira.
        public static var deleteProjectVersionJira: String { "delete:project-version:jira" }
        /// The scope `delete:project.avatar:jira`.
        public static var deleteProjectAvatarJira: String { "delete:project.avatar:jira" }
        /// Delete components in Jira.
        public static var deleteProjectComponentJira: String { "delete:project.component:jira" }
        /// The scope `delete:project.property:jira`.
        public static var deleteProjectPropertyJira: String { "delete:project.property:jira" }
        /// Delete projects in Jira.
        public static var deleteProjectJira: String { "delete:project:jira" }
        /// The scope `delete:request.feedback:jira-service-management`.
        public static var deleteRequestFeedbackJiraServiceManagement: String { "delete:request.feedback:jira-service-management" }
        /// The scope `delete:request.notification:jira-service-management`.
        public static var deleteRequestNotificationJiraServiceManagement: String { "delete:request.notification:jira-service-management" }
        /// The scope `delete:request.participant:jira-service-management`.
        public static var deleteRequestParticipantJiraServiceManagement: String { "delete:request.participant:jira-service-management" }
        /// The scope `delete:requesttype.property:jira-service-management`.
        public static var deleteRequesttypePropertyJiraServiceManagement: String { "delete:requesttype.property:jira-service-management" }
        /// The scope `delete:screen-scheme:jira`.
        public static var deleteScreenSchemeJira: String { "delete:screen-scheme:jira" }
        /// The scope `delete:screen-tab:jira`.
        public static var deleteScreenTabJira: String { "delete:screen-tab:jira" }
        /// Delete screens in Jira.
        public static var deleteScreenJira: String { "delete:screen:jira" }
        /// The scope `delete:screenable-field:jira`.
        public static var deleteScreenableFieldJira: String { "delete:screenable-field:jira" }
        /// The scope `delete:servicedesk.customer:jira-service-management`.
        public static var deleteServicedeskCustomerJiraServiceManagement: String { "delete:servicedesk.customer:jira-service-management" }
        /// The scope `delete:servicedesk.organization:jira-service-management`.
        public static var deleteServicedeskOrganizationJiraServiceManagement: String { "delete:servicedesk.organization:jira-service-management" }
        /// The scope `delete:servicedesk.property:jira-service-management`.
        public static var deleteServicedeskPropertyJiraServiceManagement: String { "delete:servicedesk.property:jira-service-management" }
        /// Delete spaces in Confluence.
        public static var deleteSpaceConfluence: String { "delete:space:confluence" }
        /// The scope `delete:user-configuration:jira`.
        public static var deleteUserConfigurationJira: String { "delete:user-configuration:jira" }
        /// The scope `delete:user.property:jira`.
        public static var deleteUserPropertyJira: String { "delete:user.property:jira" }
        /// Delete webhooks in Jira.
        public static var deleteWebhookJira: String { "delete:webhook:jira" }
        /// Delete whiteboards in Confluence.
        public static var deleteWhiteboardConfluence: String { "delete:whiteboard:confluence" }
        /// The scope `delete:workflow-scheme:jira`.
        public static var deleteWorkflowSchemeJira: String { "delete:workflow-scheme:jira" }
        /// The scope `delete:workflow.property:jira`.
        public static var deleteWorkflowPropertyJira: String { "delete:workflow.property:jira" }
        /// Delete workflows in Jira.
        public static var deleteWorkflowJira: String { "delete:workflow:jira" }
        /// See your e-mail address.
        public static var email: String { "email" }
        /// The scope `email_verified`.
        public static var emailVerified: String { "email_verified" }
        /// The scope `family_name`.
        public static var familyName: String { "family_name" }
        /// The scope `given_name`.
        public static var givenName: String { "given_name" }
        /// The scope `identities`.
        public static var identities: String { "identities" }
        /// The scope `import:import-configuration:cmdb`.
        public static var importImportConfigurationCmdb: String { "import:import-configuration:cmdb" }
        /// Manage Confluence configuration.
        public static var manageConfluenceConfiguration: String { "manage:confluence-configuration" }
        /// Manage Jira configuration.
        public static var manageJiraConfiguration: String { "manage:jira-configuration" }
        /// Manage Jira project.
        public static var manageJiraProject: String { "manage:jira-project" }
        /// Manage Jira webhook.
        public static var manageJiraWebhook: String { "manage:jira-webhook" }
        /// Manage servicedesk customer.
        public static var manageServicedeskCustomer: String { "manage:servicedesk-customer" }
        /// The scope `name`.
        public static var name: String { "name" }
        /// The scope `nickname`.
        public static var nickname: String { "nickname" }
        /// Stay connected when you are not there.
        public static var offlineAccess: String { "offline_access" }
        /// Sign you in.
        public static var openid: String { "openid" }
        /// The scope `phone`.
        public static var phone: String { "phone" }
        /// The scope `picture`.
        public static var picture: String { "picture" }
        /// See your profile.
        public static var profile: String { "profile" }
        /// The scope `read:analytics.content:confluence`.
        public static var readAnalyticsContentConfluence: String { "read:analytics.content:confluence" }
        /// The scope `read:application-role:jira`.
        public static var readApplicationRoleJira: String { "read:application-role:jira" }
        /// See attachments in Confluence.
        public static var readAttachmentConfluence: String { "read:attachment:confluence" }
        /// See attachments in Jira.
        public static var readAttachmentJira: String { "read:attachment:jira" }
        /// See the audit log in Confluence.
        public static var readAuditLogConfluence: String { "read:audit-log:confluence" }
        /// See the audit log in Jira.
        public static var readAuditLogJira: String { "read:audit-log:jira" }
        /// See pictures in Jira.
        public static var readAvatarJira: String { "read:avatar:jira" }
        /// See blog posts in Confluence.
        public static var readBlogpostConfluence: String { "read:blogpost:confluence" }
        /// The scope `read:cmdb-attribute:jira`.
        public static var readCmdbAttributeJira: String { "read:cmdb-attribute:jira" }
        /// The scope `read:cmdb-icon:jira`.
        public static var readCmdbIconJira: String { "read:cmdb-icon:jira" }
        /// The scope `read:cmdb-object:jira`.
        public static var readCmdbObjectJira: String { "read:cmdb-object:jira" }
        /// The scope `read:cmdb-schema:jira`.
        public static var readCmdbSchemaJira: String { "read:cmdb-schema:jira" }
        /// The scope `read:cmdb-type:jira`.
        public static var readCmdbTypeJira: String { "read:cmdb-type:jira" }
        /// The scope `read:comment.property:jira`.
        public static var readCommentPropertyJira: String { "read:comment.property:jira" }
        /// See comments in Confluence.
        public static var readCommentConfluence: String { "read:comment:confluence" }
        /// See comments in Jira.
        public static var readCommentJira: String { "read:comment:jira" }
        /// The scope `read:configuration:confluence`.
        public static var readConfigurationConfluence: String { "read:configuration:confluence" }
        /// Read all content.
        public static var readConfluenceContentAll: String { "read:confluence-content.all" }
        /// See who may open content.
        public static var readConfluenceContentPermission: String { "read:confluence-content.permission" }
        /// See summaries of content.
        public static var readConfluenceContentSummary: String { "read:confluence-content.summary" }
        /// See groups.
        public static var readConfluenceGroups: String { "read:confluence-groups" }
        /// See properties of content.
        public static var readConfluenceProps: String { "read:confluence-props" }
        /// See summaries of spaces.
        public static var readConfluenceSpaceSummary: String { "read:confluence-space.summary" }
        /// See people.
        public static var readConfluenceUser: String { "read:confluence-user" }
        /// See details of content in Confluence.
        public static var readContentDetailsConfluence: String { "read:content-details:confluence" }
        /// The scope `read:content.metadata:confluence`.
        public static var readContentMetadataConfluence: String { "read:content.metadata:confluence" }
        /// The scope `read:content.permission:confluence`.
        public static var readContentPermissionConfluence: String { "read:content.permission:confluence" }
        /// The scope `read:content.property:confluence`.
        public static var readContentPropertyConfluence: String { "read:content.property:confluence" }
        /// The scope `read:content.restriction:confluence`.
        public static var readContentRestrictionConfluence: String { "read:content.restriction:confluence" }
        /// See content in Confluence.
        public static var readContentConfluence: String { "read:content:confluence" }
        /// See custom content in Confluence.
        public static var readCustomContentConfluence: String { "read:custom-content:confluence" }
        /// The scope `read:custom-field-contextual-configuration:jira`.
        public static var readCustomFieldContextualConfigurationJira: String { "read:custom-field-contextual-configuration:jira" }
        /// The scope `read:customer.detail-field:jira-service-management`.
        public static var readCustomerDetailFieldJiraServiceManagement: String { "read:customer.detail-field:jira-service-management" }
        /// The scope `read:customer.detail:jira-service-management`.
        public static var readCustomerDetailJiraServiceManagement: String { "read:customer.detail:jira-service-management" }
        /// The scope `read:customer:entitlement:jira-service-management`.
        public static var readCustomerEntitlementJiraServiceManagement: String { "read:customer:entitlement:jira-service-management" }
        /// See customers in Jira Service Management.
        public static var readCustomerJiraServiceManagement: String { "read:customer:jira-service-management" }
        /// The scope `read:dashboard.property:jira`.
        public static var readDashboardPropertyJira: String { "read:dashboard.property:jira" }
        /// See dashboards in Jira.
        public static var readDashboardJira: String { "read:dashboard:jira" }
        /// See databases in Confluence.
        public static var readDatabaseConfluence: String { "read:database:confluence" }
        /// The scope `read:email-address:confluence`.
        public static var readEmailAddressConfluence: String { "read:email-address:confluence" }
        /// The scope `read:email-address:jira`.
        public static var readEmailAddressJira: String { "read:email-address:jira" }
        /// See embedded content in Confluence.
        public static var readEmbedConfluence: String { "read:embed:confluence" }
        /// The scope `read:entitlement.detail-field:jira-service-management`.
        public static var readEntitlementDetailFieldJiraServiceManagement: String { "read:entitlement.detail-field:jira-service-management" }
        /// The scope `read:entitlement.detail:jira-service-management`.
        public static var readEntitlementDetailJiraServiceManagement: String { "read:entitlement.detail:jira-service-management" }
        /// The scope `read:entitlement:jira-service-management`.
        public static var readEntitlementJiraServiceManagement: String { "read:entitlement:jira-service-management" }
        /// The scope `read:field-configuration-scheme:jira`.
        public static var readFieldConfigurationSchemeJira: String { "read:field-configuration-scheme:jira" }
        /// The scope `read:field-configuration:jira`.
        public static var readFieldConfigurationJira: String { "read:field-configuration:jira" }
        /// The scope `read:field.default-value:jira`.
        public static var readFieldDefaultValueJira: String { "read:field.default-value:jira" }
        /// The scope `read:field.option:jira`.
        public static var readFieldOptionJira: String { "read:field.option:jira" }
        /// The scope `read:field.options:jira`.
        public static var readFieldOptionsJira: String { "read:field.options:jira" }
        /// See fields in Jira.
        public static var readFieldJira: String { "read:field:jira" }
        /// The scope `read:filter.column:jira`.
        public static var readFilterColumnJira: String { "read:filter.column:jira" }
        /// The scope `read:filter.default-share-scope:jira`.
        public static var readFilterDefaultShareScopeJira: String { "read:filter.default-share-scope:jira" }
        /// See filters in Jira.
        public static var readFilterJira: String { "read:filter:jira" }
        /// See folders in Confluence.
        public static var readFolderConfluence: String { "read:folder:confluence" }
        /// See groups in Confluence.
        public static var readGroupConfluence: String { "read:group:confluence" }
    }
    /// Of Attio.
    public enum Attio {
        /// The scope `mcp`.
        public static var mcp: String { "mcp" }
        /// The scope `offline_access`.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
    }
    /// Of Auth0.
    public enum Auth0 {
        /// The scope `address`.
        public static var address: String { "address" }
        /// The scope `create:actions`.
        public static var createActions: String { "create:actions" }
        /// The scope `create:authentication_methods`.
        public static var createAuthenticationMethods: String { "create:authentication_methods" }
        /// The scope `create:client_credentials`.
        public static var createClientCredentials: String { "create:client_credentials" }
        /// The scope `create:client_grants`.
        public static var createClientGrants: String { "create:client_grants" }
        /// The scope `create:clients`.
        public static var createClients: String { "create:clients" }
        /// The scope `create:connection_profiles`.
        public static var createConnectionProfiles: String { "create:connection_profiles" }
        /// The scope `create:connections`.
        public static var createConnections: String { "create:connections" }
        /// The scope `create:connections_keys`.
        public static var createConnectionsKeys: String { "create:connections_keys" }
        /// The scope `create:current_user_device_credentials`.
        public static var createCurrentUserDeviceCredentials: String { "create:current_user_device_credentials" }
        /// The scope `create:custom_domains`.
        public static var createCustomDomains: String { "create:custom_domains" }
        /// The scope `create:custom_signing_keys`.
        public static var createCustomSigningKeys: String { "create:custom_signing_keys" }
        /// The scope `create:directory_provisionings`.
        public static var createDirectoryProvisionings: String { "create:directory_provisionings" }
        /// The scope `create:email_provider`.
        public static var createEmailProvider: String { "create:email_provider" }
        /// The scope `create:email_templates`.
        public static var createEmailTemplates: String { "create:email_templates" }
        /// The scope `create:encryption_keys`.
        public static var createEncryptionKeys: String { "create:encryption_keys" }
        /// The scope `create:event_streams`.
        public static var createEventStreams: String { "create:event_streams" }
        /// The scope `create:flows`.
        public static var createFlows: String { "create:flows" }
        /// The scope `create:flows_vault_connections`.
        public static var createFlowsVaultConnections: String { "create:flows_vault_connections" }
        /// The scope `create:forms`.
        public static var createForms: String { "create:forms" }
        /// The scope `create:guardian_enrollment_tickets`.
        public static var createGuardianEnrollmentTickets: String { "create:guardian_enrollment_tickets" }
        /// The scope `create:hooks`.
        public static var createHooks: String { "create:hooks" }
        /// The scope `create:log_streams`.
        public static var createLogStreams: String { "create:log_streams" }
        /// The scope `create:network_acls`.
        public static var createNetworkAcls: String { "create:network_acls" }
        /// The scope `create:organization_client_grants`.
        public static var createOrganizationClientGrants: String { "create:organization_client_grants" }
        /// The scope `create:organization_connections`.
        public static var createOrganizationConnections: String { "create:organization_connections" }
        /// The scope `create:organization_discovery_domains`.
        public static var createOrganizationDiscoveryDomains: String { "create:organization_discovery_domains" }
        /// The scope `create:organization_invitations`.
        public static var createOrganizationInvitations: String { "create:organization_invitations" }
        /// The scope `create:organization_member_roles`.
        public static var createOrganizationMemberRoles: String { "create:organization_member_roles" }
        /// The scope `create:organization_members`.
        public static var createOrganizationMembers: String { "create:organization_members" }
        /// The scope `create:organizations`.
        public static var createOrganizations: String { "create:organizations" }
        /// The scope `create:phone_providers`.
        public static var createPhoneProviders: String { "create:phone_providers" }
        /// The scope `create:phone_templates`.
        public static var createPhoneTemplates: String { "create:phone_templates" }
        /// The scope `create:resource_servers`.
        public static var createResourceServers: String { "create:resource_servers" }
        /// The scope `create:role_members`.
        public static var createRoleMembers: String { "create:role_members" }
        /// The scope `create:roles`.
        public static var createRoles: String { "create:roles" }
        /// The scope `create:rules`.
        public static var createRules: String { "create:rules" }
        /// The scope `create:scim_config`.
        public static var createScimConfig: String { "create:scim_config" }
        /// The scope `create:scim_token`.
        public static var createScimToken: String { "create:scim_token" }
        /// The scope `create:self_service_profiles`.
        public static var createSelfServiceProfiles: String { "create:self_service_profiles" }
        /// The scope `create:signing_keys`.
        public static var createSigningKeys: String { "create:signing_keys" }
        /// The scope `create:sso_access_tickets`.
        public static var createSsoAccessTickets: String { "create:sso_access_tickets" }
        /// The scope `create:token_exchange_profiles`.
        public static var createTokenExchangeProfiles: String { "create:token_exchange_profiles" }
        /// The scope `create:user_attribute_profiles`.
        public static var createUserAttributeProfiles: String { "create:user_attribute_profiles" }
        /// The scope `create:user_tickets`.
        public static var createUserTickets: String { "create:user_tickets" }
        /// The scope `create:users`.
        public static var createUsers: String { "create:users" }
        /// The scope `create:vdcs_templates`.
        public static var createVdcsTemplates: String { "create:vdcs_templates" }
        /// The scope `delete:actions`.
        public static var deleteActions: String { "delete:actions" }
        /// The scope `delete:anomaly_blocks`.
        public static var deleteAnomalyBlocks: String { "delete:anomaly_blocks" }
        /// The scope `delete:authentication_methods`.
        public static var deleteAuthenticationMethods: String { "delete:authentication_methods" }
        /// The scope `delete:branding`.
        public static var deleteBranding: String { "delete:branding" }
        /// The scope `delete:client_credentials`.
        public static var deleteClientCredentials: String { "delete:client_credentials" }
        /// The scope `delete:client_grants`.
        public static var deleteClientGrants: String { "delete:client_grants" }
        /// The scope `delete:clients`.
        public static var deleteClients: String { "delete:clients" }
        /// The scope `delete:connection_profiles`.
        public static var deleteConnectionProfiles: String { "delete:connection_profiles" }
        /// The scope `delete:connections`.
        public static var deleteConnections: String { "delete:connections" }
        /// The scope `delete:current_user`.
        public static var deleteCurrentUser: String { "delete:current_user" }
        /// The scope `delete:current_user_device_credentials`.
        public static var deleteCurrentUserDeviceCredentials: String { "delete:current_user_device_credentials" }
        /// The scope `delete:custom_domains`.
        public static var deleteCustomDomains: String { "delete:custom_domains" }
        /// The scope `delete:custom_signing_keys`.
        public static var deleteCustomSigningKeys: String { "delete:custom_signing_keys" }
        /// The scope `delete:device_credentials`.
        public static var deleteDeviceCredentials: String { "delete:device_credentials" }
        /// The scope `delete:directory_provisionings`.
        public static var deleteDirectoryProvisionings: String { "delete:directory_provisionings" }
        /// The scope `delete:email_provider`.
        public static var deleteEmailProvider: String { "delete:email_provider" }
        /// The scope `delete:encryption_keys`.
        public static var deleteEncryptionKeys: String { "delete:encryption_keys" }
        /// The scope `delete:event_streams`.
        public static var deleteEventStreams: String { "delete:event_streams" }
        /// The scope `delete:federated_connections_tokens`.
        public static var deleteFederatedConnectionsTokens: String { "delete:federated_connections_tokens" }
        /// The scope `delete:flows`.
        public static var deleteFlows: String { "delete:flows" }
        /// The scope `delete:flows_executions`.
        public static var deleteFlowsExecutions: String { "delete:flows_executions" }
        /// The scope `delete:flows_vault_connections`.
        public static var deleteFlowsVaultConnections: String { "delete:flows_vault_connections" }
        /// The scope `delete:forms`.
        public static var deleteForms: String { "delete:forms" }
        /// The scope `delete:grants`.
        public static var deleteGrants: String { "delete:grants" }
        /// The scope `delete:groups`.
        public static var deleteGroups: String { "delete:groups" }
        /// The scope `delete:guardian_enrollments`.
        public static var deleteGuardianEnrollments: String { "delete:guardian_enrollments" }
        /// The scope `delete:hooks`.
        public static var deleteHooks: String { "delete:hooks" }
        /// The scope `delete:log_streams`.
        public static var deleteLogStreams: String { "delete:log_streams" }
        /// The scope `delete:network_acls`.
        public static var deleteNetworkAcls: String { "delete:network_acls" }
        /// The scope `delete:organization_client_grants`.
        public static var deleteOrganizationClientGrants: String { "delete:organization_client_grants" }
        /// The scope `delete:organization_connections`.
        public static var deleteOrganizationConnections: String { "delete:organization_connections" }
        /// The scope `delete:organization_discovery_domains`.
        public static var deleteOrganizationDiscoveryDomains: String { "delete:organization_discovery_domains" }
        /// The scope `delete:organization_invitations`.
        public static var deleteOrganizationInvitations: String { "delete:organization_invitations" }
        /// The scope `delete:organization_member_roles`.
        public static var deleteOrganizationMemberRoles: String { "delete:organization_member_roles" }
        /// The scope `delete:organization_members`.
        public static var deleteOrganizationMembers: String { "delete:organization_members" }
        /// The scope `delete:organizations`.
        public static var deleteOrganizations: String { "delete:organizations" }
        /// The scope `delete:phone_providers`.
        public static var deletePhoneProviders: String { "delete:phone_providers" }
        /// The scope `delete:phone_templates`.
        public static var deletePhoneTemplates: String { "delete:phone_templates" }
        /// The scope `delete:refresh_tokens`.
        public static var deleteRefreshTokens: String { "delete:refresh_tokens" }
        /// The scope `delete:resource_servers`.
        public static var deleteResourceServers: String { "delete:resource_servers" }
        /// The scope `delete:role_members`.
        public static var deleteRoleMembers: String { "delete:role_members" }
        /// The scope `delete:roles`.
        public static var deleteRoles: String { "delete:roles" }
        /// The scope `delete:rules`.
        public static var deleteRules: String { "delete:rules" }
        /// The scope `delete:rules_configs`.
        public static var deleteRulesConfigs: String { "delete:rules_configs" }
        /// The scope `delete:scim_config`.
        public static var deleteScimConfig: String { "delete:scim_config" }
        /// The scope `delete:scim_token`.
        public static var deleteScimToken: String { "delete:scim_token" }
        /// The scope `delete:self_service_profiles`.
        public static var deleteSelfServiceProfiles: String { "delete:self_service_profiles" }
        /// The scope `delete:sessions`.
        public static var deleteSessions: String { "delete:sessions" }
        /// The scope `delete:sso_access_tickets`.
        public static var deleteSsoAccessTickets: String { "delete:sso_access_tickets" }
        /// The scope `delete:token_exchange_profiles`.
        public static var deleteTokenExchangeProfiles: String { "delete:token_exchange_profiles" }
        /// The scope `delete:user_attribute_profiles`.
        public static var deleteUserAttributeProfiles: String { "delete:user_attribute_profiles" }
        /// The scope `delete:users`.
        public static var deleteUsers: String { "delete:users" }
        /// The scope `delete:vdcs_templates`.
        public static var deleteVdcsTemplates: String { "delete:vdcs_templates" }
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `offline_access`.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `phone`.
        public static var phone: String { "phone" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
        /// The scope `read:actions`.
        public static var readActions: String { "read:actions" }
        /// The scope `read:anomaly_blocks`.
        public static var readAnomalyBlocks: String { "read:anomaly_blocks" }
        /// The scope `read:attack_protection`.
        public static var readAttackProtection: String { "read:attack_protection" }
        /// The scope `read:authentication_methods`.
        public static var readAuthenticationMethods: String { "read:authentication_methods" }
        /// The scope `read:branding`.
        public static var readBranding: String { "read:branding" }
        /// The scope `read:client_credentials`.
        public static var readClientCredentials: String { "read:client_credentials" }
        /// The scope `read:client_grants`.
        public static var readClientGrants: String { "read:client_grants" }
        /// The scope `read:client_keys`.
        public static var readClientKeys: String { "read:client_keys" }
        /// The scope `read:client_summary`.
        public static var readClientSummary: String { "read:client_summary" }
        /// The scope `read:clients`.
        public static var readClients: String { "read:clients" }
        /// The scope `read:connection_profiles`.
        public static var readConnectionProfiles: String { "read:connection_profiles" }
        /// The scope `read:connections`.
        public static var readConnections: String { "read:connections" }
        /// The scope `read:connections_keys`.
        public static var readConnectionsKeys: String { "read:connections_keys" }
        /// The scope `read:current_user`.
        public static var readCurrentUser: String { "read:current_user" }
        /// The scope `read:custom_domains`.
        public static var readCustomDomains: String { "read:custom_domains" }
        /// The scope `read:custom_signing_keys`.
        public static var readCustomSigningKeys: String { "read:custom_signing_keys" }
        /// The scope `read:device_credentials`.
        public static var readDeviceCredentials: String { "read:device_credentials" }
        /// The scope `read:directory_provisionings`.
        public static var readDirectoryProvisionings: String { "read:directory_provisionings" }
        /// The scope `read:email_provider`.
        public static var readEmailProvider: String { "read:email_provider" }
        /// The scope `read:email_templates`.
        public static var readEmailTemplates: String { "read:email_templates" }
        /// The scope `read:encryption_keys`.
        public static var readEncryptionKeys: String { "read:encryption_keys" }
        /// The scope `read:event_deliveries`.
        public static var readEventDeliveries: String { "read:event_deliveries" }
        /// The scope `read:event_streams`.
        public static var readEventStreams: String { "read:event_streams" }
        /// The scope `read:events`.
        public static var readEvents: String { "read:events" }
        /// The scope `read:federated_connections_tokens`.
        public static var readFederatedConnectionsTokens: String { "read:federated_connections_tokens" }
        /// The scope `read:flows`.
        public static var readFlows: String { "read:flows" }
        /// The scope `read:flows_executions`.
        public static var readFlowsExecutions: String { "read:flows_executions" }
        /// The scope `read:flows_vault_connections`.
        public static var readFlowsVaultConnections: String { "read:flows_vault_connections" }
        /// The scope `read:forms`.
        public static var readForms: String { "read:forms" }
        /// The scope `read:grants`.
        public static var readGrants: String { "read:grants" }
        /// The scope `read:group_members`.
        public static var readGroupMembers: String { "read:group_members" }
        /// The scope `read:groups`.
        public static var readGroups: String { "read:groups" }
        /// The scope `read:guardian_enrollments`.
        public static var readGuardianEnrollments: String { "read:guardian_enrollments" }
        /// The scope `read:guardian_factors`.
        public static var readGuardianFactors: String { "read:guardian_factors" }
        /// The scope `read:hooks`.
        public static var readHooks: String { "read:hooks" }
        /// The scope `read:log_streams`.
        public static var readLogStreams: String { "read:log_streams" }
        /// The scope `read:logs`.
        public static var readLogs: String { "read:logs" }
        /// The scope `read:logs_users`.
        public static var readLogsUsers: String { "read:logs_users" }
        /// The scope `read:mfa_policies`.
        public static var readMfaPolicies: String { "read:mfa_policies" }
        /// The scope `read:network_acls`.
        public static var readNetworkAcls: String { "read:network_acls" }
        /// The scope `read:organization_client_grants`.
        public static var readOrganizationClientGrants: String { "read:organization_client_grants" }
        /// The scope `read:organization_connections`.
        public static var readOrganizationConnections: String { "read:organization_connections" }
        /// The scope `read:organization_discovery_domains`.
        public static var readOrganizationDiscoveryDomains: String { "read:organization_discovery_domains" }
        /// The scope `read:organization_invitations`.
        public static var readOrganizationInvitations: String { "read:organization_invitations" }
        /// The scope `read:organization_member_roles`.
        public static var readOrganizationMemberRoles: String { "read:organization_member_roles" }
    }
    /// Of Autodesk.
    public enum Autodesk {
        /// The scope `account:read`.
        public static var accountRead: String { "account:read" }
        /// The scope `account:write`.
        public static var accountWrite: String { "account:write" }
        /// The scope `bucket:create`.
        public static var bucketCreate: String { "bucket:create" }
        /// The scope `bucket:delete`.
        public static var bucketDelete: String { "bucket:delete" }
        /// The scope `bucket:read`.
        public static var bucketRead: String { "bucket:read" }
        /// The scope `bucket:update`.
        public static var bucketUpdate: String { "bucket:update" }
        /// The scope `code:all`.
        public static var codeAll: String { "code:all" }
        /// The scope `data:create`.
        public static var dataCreate: String { "data:create" }
        /// The scope `data:read`.
        public static var dataRead: String { "data:read" }
        /// The scope `data:search`.
        public static var dataSearch: String { "data:search" }
        /// The scope `data:write`.
        public static var dataWrite: String { "data:write" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `user-profile:read`.
        public static var userProfileRead: String { "user-profile:read" }
        /// The scope `user:read`.
        public static var userRead: String { "user:read" }
        /// The scope `user:write`.
        public static var userWrite: String { "user:write" }
        /// The scope `viewables:read`.
        public static var viewablesRead: String { "viewables:read" }
    }
    /// Of AWeber.
    public enum Aweber {
        /// See the account and its integrations.
        public static var accountRead: String { "account.read" }
        /// See messages and what became of them.
        public static var emailRead: String { "email.read" }
        /// Make and send broadcasts.
        public static var emailWrite: String { "email.write" }
        /// See landing pages.
        public static var landingPageRead: String { "landing-page.read" }
        /// See lists, custom fields, tags and sign-up forms.
        public static var listRead: String { "list.read" }
        /// Change custom fields.
        public static var listWrite: String { "list.write" }
        /// See subscribers and what they do.
        public static var subscriberRead: String { "subscriber.read" }
        /// See more of subscribers, as before it was part of subscriber.read.
        public static var subscriberReadExtended: String { "subscriber.read-extended" }
        /// Add, change, move and delete subscribers.
        public static var subscriberWrite: String { "subscriber.write" }
    }
    /// Of Battle.net.
    public enum Battlenet {
        /// The scope `wow.profile`.
        public static var wowProfile: String { "wow.profile" }
    }
    /// Of Bexio.
    public enum Bexio {
        /// The scope `accounting`.
        public static var accounting: String { "accounting" }
        /// The scope `article_edit`.
        public static var articleEdit: String { "article_edit" }
        /// The scope `article_show`.
        public static var articleShow: String { "article_show" }
        /// The scope `contact_edit`.
        public static var contactEdit: String { "contact_edit" }
        /// The scope `contact_show`.
        public static var contactShow: String { "contact_show" }
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `file`.
        public static var file: String { "file" }
        /// The scope `kb_invoice_edit`.
        public static var kbInvoiceEdit: String { "kb_invoice_edit" }
        /// The scope `kb_invoice_show`.
        public static var kbInvoiceShow: String { "kb_invoice_show" }
        /// The scope `kb_offer_edit`.
        public static var kbOfferEdit: String { "kb_offer_edit" }
        /// The scope `kb_offer_show`.
        public static var kbOfferShow: String { "kb_offer_show" }
        /// The scope `kb_order_edit`.
        public static var kbOrderEdit: String { "kb_order_edit" }
        /// The scope `kb_order_show`.
        public static var kbOrderShow: String { "kb_order_show" }
        /// The scope `monitoring_edit`.
        public static var monitoringEdit: String { "monitoring_edit" }
        /// The scope `offline_access`.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
        /// The scope `project_edit`.
        public static var projectEdit: String { "project_edit" }
        /// The scope `project_show`.
        public static var projectShow: String { "project_show" }
        /// The scope `task_show`.
        public static var taskShow: String { "task_show" }
    }
    /// Of Bitbucket.
    public enum Bitbucket {
        /// See your account.
        public static var account: String { "account" }
        /// Change your account.
        public static var accountWrite: String { "account:write" }
        /// See your e-mail addresses.
        public static var email: String { "email" }
        /// Read issues.
        public static var issue: String { "issue" }
        /// Create and change issues.
        public static var issueWrite: String { "issue:write" }
        /// See pipelines.
        public static var pipeline: String { "pipeline" }
        /// Change variables of pipelines.
        public static var pipelineVariable: String { "pipeline:variable" }
        /// Run and stop pipelines.
        public static var pipelineWrite: String { "pipeline:write" }
        /// See projects.
        public static var project: String { "project" }
        /// Administer projects.
        public static var projectAdmin: String { "project:admin" }
        /// Read pull requests.
        public static var pullrequest: String { "pullrequest" }
        /// Create, change and merge pull requests.
        public static var pullrequestWrite: String { "pullrequest:write" }
        /// Read repositories.
        public static var repository: String { "repository" }
        /// Administer repositories.
        public static var repositoryAdmin: String { "repository:admin" }
        /// Delete repositories.
        public static var repositoryDelete: String { "repository:delete" }
        /// Read and change repositories.
        public static var repositoryWrite: String { "repository:write" }
        /// See runners.
        public static var runner: String { "runner" }
        /// Manage runners.
        public static var runnerWrite: String { "runner:write" }
        /// Read snippets.
        public static var snippet: String { "snippet" }
        /// Create and change snippets.
        public static var snippetWrite: String { "snippet:write" }
        /// Manage webhooks.
        public static var webhook: String { "webhook" }
        /// Change wikis.
        public static var wiki: String { "wiki" }
    }
    /// Of Blackbaud.
    public enum Blackbaud {
        /// The scope `altr.d`.
        public static var altrD: String { "altr.d" }
        /// The scope `altr.r`.
        public static var altrR: String { "altr.r" }
        /// The scope `altr.w`.
        public static var altrW: String { "altr.w" }
        /// The scope `donf.r`.
        public static var donfR: String { "donf.r" }
        /// The scope `ecrm.d`.
        public static var ecrmD: String { "ecrm.d" }
        /// The scope `ecrm.r`.
        public static var ecrmR: String { "ecrm.r" }
        /// The scope `ecrm.w`.
        public static var ecrmW: String { "ecrm.w" }
        /// The scope `eduk.d`.
        public static var edukD: String { "eduk.d" }
        /// The scope `eduk.r`.
        public static var edukR: String { "eduk.r" }
        /// The scope `eduk.w`.
        public static var edukW: String { "eduk.w" }
        /// The scope `eduk.whk`.
        public static var edukWhk: String { "eduk.whk" }
        /// The scope `fnxt.d`.
        public static var fnxtD: String { "fnxt.d" }
        /// The scope `fnxt.r`.
        public static var fnxtR: String { "fnxt.r" }
        /// The scope `fnxt.w`.
        public static var fnxtW: String { "fnxt.w" }
        /// The scope `gmkl.r`.
        public static var gmklR: String { "gmkl.r" }
        /// The scope `gmkl.w`.
        public static var gmklW: String { "gmkl.w" }
        /// The scope `grnc.d`.
        public static var grncD: String { "grnc.d" }
        /// The scope `grnc.r`.
        public static var grncR: String { "grnc.r" }
        /// The scope `grnc.w`.
        public static var grncW: String { "grnc.w" }
        /// The scope `jgda.r`.
        public static var jgdaR: String { "jgda.r" }
        /// The scope `mrch.r`.
        public static var mrchR: String { "mrch.r" }
        /// The scope `mrch.w`.
        public static var mrchW: String { "mrch.w" }
        /// The scope `mrch.whk`.
        public static var mrchWhk: String { "mrch.whk" }
        /// The scope `pkap.r`.
        public static var pkapR: String { "pkap.r" }
        /// The scope `rnxt.d`.
        public static var rnxtD: String { "rnxt.d" }
        /// The scope `rnxt.r`.
        public static var rnxtR: String { "rnxt.r" }
        /// The scope `rnxt.w`.
        public static var rnxtW: String { "rnxt.w" }
        /// The scope `rnxt.whk`.
        public static var rnxtWhk: String { "rnxt.whk" }
    }
    /// Of BoldSign.
    public enum Boldsign {
        /// The scope `BoldSign.Contacts.All`.
        public static var boldSignContactsAll: String { "BoldSign.Contacts.All" }
        /// The scope `BoldSign.Contacts.Create`.
        public static var boldSignContactsCreate: String { "BoldSign.Contacts.Create" }
        /// The scope `BoldSign.Contacts.Delete`.
        public static var boldSignContactsDelete: String { "BoldSign.Contacts.Delete" }
        /// The scope `BoldSign.Contacts.Read`.
        public static var boldSignContactsRead: String { "BoldSign.Contacts.Read" }
        /// The scope `BoldSign.Contacts.Write`.
        public static var boldSignContactsWrite: String { "BoldSign.Contacts.Write" }
        /// The scope `BoldSign.Documents.All`.
        public static var boldSignDocumentsAll: String { "BoldSign.Documents.All" }
        /// The scope `BoldSign.Documents.Create`.
        public static var boldSignDocumentsCreate: String { "BoldSign.Documents.Create" }
        /// The scope `BoldSign.Documents.Delete`.
        public static var boldSignDocumentsDelete: String { "BoldSign.Documents.Delete" }
        /// The scope `BoldSign.Documents.Read`.
        public static var boldSignDocumentsRead: String { "BoldSign.Documents.Read" }
        /// The scope `BoldSign.Documents.Write`.
        public static var boldSignDocumentsWrite: String { "BoldSign.Documents.Write" }
        /// The scope `BoldSign.SenderIdentity.All`.
        public static var boldSignSenderIdentityAll: String { "BoldSign.SenderIdentity.All" }
        /// The scope `BoldSign.SenderIdentity.Create`.
        public static var boldSignSenderIdentityCreate: String { "BoldSign.SenderIdentity.Create" }
        /// The scope `BoldSign.SenderIdentity.Delete`.
        public static var boldSignSenderIdentityDelete: String { "BoldSign.SenderIdentity.Delete" }
        /// The scope `BoldSign.SenderIdentity.Read`.
        public static var boldSignSenderIdentityRead: String { "BoldSign.SenderIdentity.Read" }
        /// The scope `BoldSign.SenderIdentity.Write`.
        public static var boldSignSenderIdentityWrite: String { "BoldSign.SenderIdentity.Write" }
        /// The scope `BoldSign.Teams.All`.
        public static var boldSignTeamsAll: String { "BoldSign.Teams.All" }
        /// The scope `BoldSign.Teams.Read`.
        public static var boldSignTeamsRead: String { "BoldSign.Teams.Read" }
        /// The scope `BoldSign.Teams.Write`.
        public static var boldSignTeamsWrite: String { "BoldSign.Teams.Write" }
        /// The scope `BoldSign.Templates.All`.
        public static var boldSignTemplatesAll: String { "BoldSign.Templates.All" }
        /// The scope `BoldSign.Templates.Create`.
        public static var boldSignTemplatesCreate: String { "BoldSign.Templates.Create" }
        /// The scope `BoldSign.Templates.Delete`.
        public static var boldSignTemplatesDelete: String { "BoldSign.Templates.Delete" }
        /// The scope `BoldSign.Templates.Read`.
        public static var boldSignTemplatesRead: String { "BoldSign.Templates.Read" }
        /// The scope `BoldSign.Templates.Write`.
        public static var boldSignTemplatesWrite: String { "BoldSign.Templates.Write" }
        /// The scope `BoldSign.Users.All`.
        public static var boldSignUsersAll: String { "BoldSign.Users.All" }
        /// The scope `BoldSign.Users.Read`.
        public static var boldSignUsersRead: String { "BoldSign.Users.Read" }
        /// The scope `BoldSign.Users.Write`.
        public static var boldSignUsersWrite: String { "BoldSign.Users.Write" }
        /// The scope `DocumentViewerAPI`.
        public static var documentViewerAPI: String { "DocumentViewerAPI" }
        /// The scope `IdentityProviderAPI`.
        public static var identityProviderAPI: String { "IdentityProviderAPI" }
        /// The scope `PlanServiceAPI`.
        public static var planServiceAPI: String { "PlanServiceAPI" }
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `offline_access`.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Box.
    public enum Box {
        /// Use Box AI.
        public static var aiReadwrite: String { "ai.readwrite" }
        /// Read and change files of the whole enterprise.
        public static var enterpriseContent: String { "enterprise_content" }
        /// Manage the app's own users.
        public static var manageAppUsers: String { "manage_app_users" }
        /// Manage how long files are kept.
        public static var manageDataRetention: String { "manage_data_retention" }
        /// Manage properties and events of the enterprise.
        public static var manageEnterpriseProperties: String { "manage_enterprise_properties" }
        /// Manage groups of the enterprise.
        public static var manageGroups: String { "manage_groups" }
        /// Manage legal holds.
        public static var manageLegalHolds: String { "manage_legal_holds" }
        /// Manage people of the enterprise.
        public static var manageManagedUsers: String { "manage_managed_users" }
        /// Manage triggers.
        public static var manageTriggers: String { "manage_triggers" }
        /// Manage webhooks.
        public static var manageWebhook: String { "manage_webhook" }
        /// Read all files and folders.
        public static var rootReadonly: String { "root_readonly" }
        /// Read and change all files and folders.
        public static var rootReadwrite: String { "root_readwrite" }
        /// Read and change signature requests.
        public static var signRequestsReadwrite: String { "sign_requests.readwrite" }
    }
    /// Of Brex.
    public enum Brex {
        /// The scope `accounting.integration.read`.
        public static var accountingIntegrationRead: String { "accounting.integration.read" }
        /// The scope `accounting.integration.write`.
        public static var accountingIntegrationWrite: String { "accounting.integration.write" }
        /// The scope `accounting.record.read`.
        public static var accountingRecordRead: String { "accounting.record.read" }
        /// The scope `accounting.record.write`.
        public static var accountingRecordWrite: String { "accounting.record.write" }
        /// The scope `accounts.card.readonly`.
        public static var accountsCardReadonly: String { "accounts.card.readonly" }
        /// The scope `accounts.cash.readonly`.
        public static var accountsCashReadonly: String { "accounts.cash.readonly" }
        /// The scope `address`.
        public static var address: String { "address" }
        /// The scope `automation.custom_rules.read`.
        public static var automationCustomRulesRead: String { "automation.custom_rules.read" }
        /// The scope `budgets`.
        public static var budgets: String { "budgets" }
        /// The scope `budgets.readonly`.
        public static var budgetsReadonly: String { "budgets.readonly" }
        /// The scope `cards`.
        public static var cards: String { "cards" }
        /// The scope `cards.pan`.
        public static var cardsPan: String { "cards.pan" }
        /// The scope `cards.readonly`.
        public static var cardsReadonly: String { "cards.readonly" }
        /// The scope `cash.accounts.readonly`.
        public static var cashAccountsReadonly: String { "cash.accounts.readonly" }
        /// The scope `chat_sierra`.
        public static var chatSierra: String { "chat_sierra" }
        /// The scope `companies.readonly`.
        public static var companiesReadonly: String { "companies.readonly" }
        /// The scope `departments`.
        public static var departments: String { "departments" }
        /// The scope `departments.readonly`.
        public static var departmentsReadonly: String { "departments.readonly" }
        /// The scope `device_sso`.
        public static var deviceSso: String { "device_sso" }
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `expenses.bill`.
        public static var expensesBill: String { "expenses.bill" }
        /// The scope `expenses.card`.
        public static var expensesCard: String { "expenses.card" }
        /// The scope `expenses.card.readonly`.
        public static var expensesCardReadonly: String { "expenses.card.readonly" }
        /// The scope `extended_fields`.
        public static var extendedFields: String { "extended_fields" }
        /// The scope `extended_fields.readonly`.
        public static var extendedFieldsReadonly: String { "extended_fields.readonly" }
        /// The scope `extensible_fields`.
        public static var extensibleFields: String { "extensible_fields" }
        /// The scope `extensible_fields.readonly`.
        public static var extensibleFieldsReadonly: String { "extensible_fields.readonly" }
        /// The scope `field_options.read`.
        public static var fieldOptionsRead: String { "field_options.read" }
        /// The scope `field_options.write`.
        public static var fieldOptionsWrite: String { "field_options.write" }
        /// The scope `field_values.read`.
        public static var fieldValuesRead: String { "field_values.read" }
        /// The scope `field_values.write`.
        public static var fieldValuesWrite: String { "field_values.write" }
        /// The scope `fields.read`.
        public static var fieldsRead: String { "fields.read" }
        /// The scope `fields.write`.
        public static var fieldsWrite: String { "fields.write" }
        /// The scope `https://accounting.brexapis.com/card`.
        public static var httpsAccountingBrexapisComCard: String { "https://accounting.brexapis.com/card" }
        /// The scope `https://accounting.brexapis.com/cash`.
        public static var httpsAccountingBrexapisComCash: String { "https://accounting.brexapis.com/cash" }
        /// The scope `https://corpcard.brexapis.com/authorization-rules`.
        public static var httpsCorpcardBrexapisComAuthorizationRules: String { "https://corpcard.brexapis.com/authorization-rules" }
        /// The scope `https://corpcard.brexapis.com/cards`.
        public static var httpsCorpcardBrexapisComCards: String { "https://corpcard.brexapis.com/cards" }
        /// The scope `https://corpcard.brexapis.com/cards.pan`.
        public static var httpsCorpcardBrexapisComCardsPan: String { "https://corpcard.brexapis.com/cards.pan" }
        /// The scope `https://corpcard.brexapis.com/cards.readonly`.
        public static var httpsCorpcardBrexapisComCardsReadonly: String { "https://corpcard.brexapis.com/cards.readonly" }
        /// The scope `https://corpcard.brexapis.com/receipts`.
        public static var httpsCorpcardBrexapisComReceipts: String { "https://corpcard.brexapis.com/receipts" }
        /// The scope `https://corpcard.brexapis.com/statements.readonly`.
        public static var httpsCorpcardBrexapisComStatementsReadonly: String { "https://corpcard.brexapis.com/statements.readonly" }
        /// The scope `https://meta.brexapis.com/administrative`.
        public static var httpsMetaBrexapisComAdministrative: String { "https://meta.brexapis.com/administrative" }
        /// The scope `https://onboarding.brexapis.com/referrals`.
        public static var httpsOnboardingBrexapisComReferrals: String { "https://onboarding.brexapis.com/referrals" }
        /// The scope `https://platform.brexapis.com/departments`.
        public static var httpsPlatformBrexapisComDepartments: String { "https://platform.brexapis.com/departments" }
        /// The scope `https://platform.brexapis.com/departments.readonly`.
        public static var httpsPlatformBrexapisComDepartmentsReadonly: String { "https://platform.brexapis.com/departments.readonly" }
        /// The scope `https://platform.brexapis.com/locations`.
        public static var httpsPlatformBrexapisComLocations: String { "https://platform.brexapis.com/locations" }
        /// The scope `https://platform.brexapis.com/locations.readonly`.
        public static var httpsPlatformBrexapisComLocationsReadonly: String { "https://platform.brexapis.com/locations.readonly" }
        /// The scope `https://platform.brexapis.com/paymentprocessing`.
        public static var httpsPlatformBrexapisComPaymentprocessing: String { "https://platform.brexapis.com/paymentprocessing" }
        /// The scope `https://platform.brexapis.com/userinfo`.
        public static var httpsPlatformBrexapisComUserinfo: String { "https://platform.brexapis.com/userinfo" }
        /// The scope `https://platform.brexapis.com/users`.
        public static var httpsPlatformBrexapisComUsers: String { "https://platform.brexapis.com/users" }
        /// The scope `https://platform.brexapis.com/users.readonly`.
        public static var httpsPlatformBrexapisComUsersReadonly: String { "https://platform.brexapis.com/users.readonly" }
        /// The scope `https://slackapp.brexapis.com/account`.
        public static var httpsSlackappBrexapisComAccount: String { "https://slackapp.brexapis.com/account" }
        /// The scope `incoming_transfers`.
        public static var incomingTransfers: String { "incoming_transfers" }
        /// The scope `legal_entities`.
        public static var legalEntities: String { "legal_entities" }
        /// The scope `legal_entities.readonly`.
        public static var legalEntitiesReadonly: String { "legal_entities.readonly" }
        /// The scope `linked_accounts.readonly`.
        public static var linkedAccountsReadonly: String { "linked_accounts.readonly" }
        /// The scope `locations`.
        public static var locations: String { "locations" }
        /// The scope `locations.readonly`.
        public static var locationsReadonly: String { "locations.readonly" }
        /// The scope `mode.card_pan`.
        public static var modeCardPan: String { "mode.card_pan" }
        /// The scope `offline_access`.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `okta.myAccount.appAuthenticator.maintenance.manage`.
        public static var oktaMyAccountAppAuthenticatorMaintenanceManage: String { "okta.myAccount.appAuthenticator.maintenance.manage" }
        /// The scope `okta.myAccount.appAuthenticator.maintenance.read`.
        public static var oktaMyAccountAppAuthenticatorMaintenanceRead: String { "okta.myAccount.appAuthenticator.maintenance.read" }
        /// The scope `okta.myAccount.appAuthenticator.manage`.
        public static var oktaMyAccountAppAuthenticatorManage: String { "okta.myAccount.appAuthenticator.manage" }
        /// The scope `okta.myAccount.appAuthenticator.read`.
        public static var oktaMyAccountAppAuthenticatorRead: String { "okta.myAccount.appAuthenticator.read" }
        /// The scope `okta.myAccount.authenticators.manage`.
        public static var oktaMyAccountAuthenticatorsManage: String { "okta.myAccount.authenticators.manage" }
        /// The scope `okta.myAccount.authenticators.read`.
        public static var oktaMyAccountAuthenticatorsRead: String { "okta.myAccount.authenticators.read" }
        /// The scope `okta.myAccount.email.manage`.
        public static var oktaMyAccountEmailManage: String { "okta.myAccount.email.manage" }
        /// The scope `okta.myAccount.email.read`.
        public static var oktaMyAccountEmailRead: String { "okta.myAccount.email.read" }
        /// The scope `okta.myAccount.manage`.
        public static var oktaMyAccountManage: String { "okta.myAccount.manage" }
        /// The scope `okta.myAccount.oktaApplications.read`.
        public static var oktaMyAccountOktaApplicationsRead: String { "okta.myAccount.oktaApplications.read" }
        /// The scope `okta.myAccount.organization.read`.
        public static var oktaMyAccountOrganizationRead: String { "okta.myAccount.organization.read" }
        /// The scope `okta.myAccount.phone.manage`.
        public static var oktaMyAccountPhoneManage: String { "okta.myAccount.phone.manage" }
        /// The scope `okta.myAccount.phone.read`.
        public static var oktaMyAccountPhoneRead: String { "okta.myAccount.phone.read" }
        /// The scope `okta.myAccount.profile.manage`.
        public static var oktaMyAccountProfileManage: String { "okta.myAccount.profile.manage" }
        /// The scope `okta.myAccount.profile.read`.
        public static var oktaMyAccountProfileRead: String { "okta.myAccount.profile.read" }
        /// The scope `okta.myAccount.read`.
        public static var oktaMyAccountRead: String { "okta.myAccount.read" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `phone`.
        public static var phone: String { "phone" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
        /// The scope `statements.card.readonly`.
        public static var statementsCardReadonly: String { "statements.card.readonly" }
        /// The scope `statements.cash.readonly`.
        public static var statementsCashReadonly: String { "statements.cash.readonly" }
        /// The scope `titles`.
        public static var titles: String { "titles" }
        /// The scope `titles.readonly`.
        public static var titlesReadonly: String { "titles.readonly" }
        /// The scope `transactions.card.readonly`.
        public static var transactionsCardReadonly: String { "transactions.card.readonly" }
        /// The scope `transactions.cash.readonly`.
        public static var transactionsCashReadonly: String { "transactions.cash.readonly" }
        /// The scope `transfers`.
        public static var transfers: String { "transfers" }
        /// The scope `transfers.readonly`.
        public static var transfersReadonly: String { "transfers.readonly" }
        /// The scope `travel.trips`.
        public static var travelTrips: String { "travel.trips" }
        /// The scope `travel.trips.readonly`.
        public static var travelTripsReadonly: String { "travel.trips.readonly" }
        /// The scope `users`.
        public static var users: String { "users" }
        /// The scope `users.readonly`.
        public static var usersReadonly: String { "users.readonly" }
        /// The scope `vendors`.
        public static var vendors: String { "vendors" }
        /// The scope `vendors.readonly`.
        public static var vendorsReadonly: String { "vendors.readonly" }
    }
    /// Of Buffer.
    public enum Buffer {
        /// The scope `offline_access`.
        public static var offlineAccess: String { "offline_access" }
    }
    /// Of Calendly.
    public enum Calendly {
        /// See the activity log.
        public static var activityLogRead: String { "activity_log:read" }
        /// See when people are available.
        public static var availabilityRead: String { "availability:read" }
        /// Create, change and delete when people are available.
        public static var availabilityWrite: String { "availability:write" }
        /// Delete data of invitees.
        public static var dataComplianceWrite: String { "data_compliance:write" }
        /// See types of events.
        public static var eventTypesRead: String { "event_types:read" }
        /// Create, change and delete types of events.
        public static var eventTypesWrite: String { "event_types:write" }
        /// See groups.
        public static var groupsRead: String { "groups:read" }
        /// See places.
        public static var locationsRead: String { "locations:read" }
        /// See the organisation.
        public static var organizationsRead: String { "organizations:read" }
        /// Create, change and delete the organisation.
        public static var organizationsWrite: String { "organizations:write" }
        /// See what Calendly has sent.
        public static var outgoingCommunicationsRead: String { "outgoing_communications:read" }
        /// See routing forms.
        public static var routingFormsRead: String { "routing_forms:read" }
        /// See scheduled events.
        public static var scheduledEventsRead: String { "scheduled_events:read" }
        /// Create, change and delete scheduled events.
        public static var scheduledEventsWrite: String { "scheduled_events:write" }
        /// Create links for single use.
        public static var schedulingLinksWrite: String { "scheduling_links:write" }
        /// Share types of events.
        public static var sharesWrite: String { "shares:write" }
        /// See your profile.
        public static var usersRead: String { "users:read" }
        /// See webhooks.
        public static var webhooksRead: String { "webhooks:read" }
        /// Create, change and delete webhooks.
        public static var webhooksWrite: String { "webhooks:write" }
    }
    /// Of Campaign Monitor.
    public enum CampaignMonitor {
        /// The scope `AdministerAccount`.
        public static var administerAccount: String { "AdministerAccount" }
        /// The scope `AdministerPersons`.
        public static var administerPersons: String { "AdministerPersons" }
        /// The scope `CreateCampaigns`.
        public static var createCampaigns: String { "CreateCampaigns" }
        /// The scope `ImportSubscribers`.
        public static var importSubscribers: String { "ImportSubscribers" }
        /// The scope `ManageLists`.
        public static var manageLists: String { "ManageLists" }
        /// The scope `ManageTemplates`.
        public static var manageTemplates: String { "ManageTemplates" }
        /// The scope `SendCampaigns`.
        public static var sendCampaigns: String { "SendCampaigns" }
        /// The scope `ViewReports`.
        public static var viewReports: String { "ViewReports" }
        /// The scope `ViewSubscribersInReports`.
        public static var viewSubscribersInReports: String { "ViewSubscribersInReports" }
    }
    /// Of Canva.
    public enum Canva {
        /// See your uploads.
        public static var assetRead: String { "asset:read" }
        /// Add, change and delete uploads.
        public static var assetWrite: String { "asset:write" }
        /// Read brand templates.
        public static var brandtemplateContentRead: String { "brandtemplate:content:read" }
        /// See which brand templates there are.
        public static var brandtemplateMetaRead: String { "brandtemplate:meta:read" }
        /// Learn of comments and shares.
        public static var collaborationEvent: String { "collaboration:event" }
        /// Read comments.
        public static var commentRead: String { "comment:read" }
        /// Write comments.
        public static var commentWrite: String { "comment:write" }
        /// Read and export your designs.
        public static var designContentRead: String { "design:content:read" }
        /// Create and change designs.
        public static var designContentWrite: String { "design:content:write" }
        /// See which designs there are.
        public static var designMetaRead: String { "design:meta:read" }
        /// See your e-mail address.
        public static var email: String { "email" }
        /// Change who may open folders.
        public static var folderPermissionWrite: String { "folder:permission:write" }
        /// See folders.
        public static var folderRead: String { "folder:read" }
        /// Create, change and delete folders.
        public static var folderWrite: String { "folder:write" }
        /// Sign you in.
        public static var openid: String { "openid" }
        /// See your name.
        public static var profile: String { "profile" }
        /// See your profile.
        public static var profileRead: String { "profile:read" }
    }
    /// Of Capsule CRM.
    public enum CapsuleCrm {
        /// The scope `read`.
        public static var read: String { "read" }
        /// The scope `write`.
        public static var write: String { "write" }
    }
    /// Of Close.
    public enum Close {
        /// The scope `all.full_access`.
        public static var allFullAccess: String { "all.full_access" }
        /// The scope `offline_access`.
        public static var offlineAccess: String { "offline_access" }
    }
    /// Of Coinbase.
    public enum Coinbase {
        /// The scope `addresses`.
        public static var addresses: String { "addresses" }
        /// The scope `balance`.
        public static var balance: String { "balance" }
        /// The scope `buttons`.
        public static var buttons: String { "buttons" }
        /// The scope `buy`.
        public static var buy: String { "buy" }
        /// The scope `contacts`.
        public static var contacts: String { "contacts" }
        /// The scope `merchant`.
        public static var merchant: String { "merchant" }
        /// The scope `oauth_apps`.
        public static var oauthApps: String { "oauth_apps" }
        /// The scope `offline_access`.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `orders`.
        public static var orders: String { "orders" }
        /// The scope `recurring_payments`.
        public static var recurringPayments: String { "recurring_payments" }
        /// The scope `reports`.
        public static var reports: String { "reports" }
        /// The scope `request`.
        public static var request: String { "request" }
        /// The scope `sell`.
        public static var sell: String { "sell" }
        /// The scope `send`.
        public static var send: String { "send" }
        /// The scope `send:bypass_2fa`.
        public static var sendBypass2fa: String { "send:bypass_2fa" }
        /// The scope `transactions`.
        public static var transactions: String { "transactions" }
        /// The scope `transfer`.
        public static var transfer: String { "transfer" }
        /// The scope `transfers`.
        public static var transfers: String { "transfers" }
        /// The scope `user`.
        public static var user: String { "user" }
        /// The scope `wallet:user:email`.
        public static var walletUserEmail: String { "wallet:user:email" }
        /// The scope `wallet:user:read`.
        public static var walletUserRead: String { "wallet:user:read" }
    }
    /// Of Confluence.
    public enum Confluence {
        /// The scope `address`.
        public static var address: String { "address" }
        /// The scope `created_at`.
        public static var createdAt: String { "created_at" }
        /// Delete attachments in Confluence.
        public static var deleteAttachmentConfluence: String { "delete:attachment:confluence" }
        /// Delete blog posts in Confluence.
        public static var deleteBlogpostConfluence: String { "delete:blogpost:confluence" }
        /// Delete comments in Confluence.
        public static var deleteCommentConfluence: String { "delete:comment:confluence" }
        /// Delete content in Confluence.
        public static var deleteContentConfluence: String { "delete:content:confluence" }
        /// Delete custom content in Confluence.
        public static var deleteCustomContentConfluence: String { "delete:custom-content:confluence" }
        /// Delete databases in Confluence.
        public static var deleteDatabaseConfluence: String { "delete:database:confluence" }
        /// Delete embedded content in Confluence.
        public static var deleteEmbedConfluence: String { "delete:embed:confluence" }
        /// Delete folders in Confluence.
        public static var deleteFolderConfluence: String { "delete:folder:confluence" }
        /// Delete pages in Confluence.
        public static var deletePageConfluence: String { "delete:page:confluence" }
        /// Delete spaces in Confluence.
        public static var deleteSpaceConfluence: String { "delete:space:confluence" }
        /// Delete whiteboards in Confluence.
        public static var deleteWhiteboardConfluence: String { "delete:whiteboard:confluence" }
        /// See your e-mail address.
        public static var email: String { "email" }
        /// The scope `email_verified`.
        public static var emailVerified: String { "email_verified" }
        /// The scope `family_name`.
        public static var familyName: String { "family_name" }
        /// The scope `given_name`.
        public static var givenName: String { "given_name" }
        /// The scope `identities`.
        public static var identities: String { "identities" }
        /// Manage Confluence configuration.
        public static var manageConfluenceConfiguration: String { "manage:confluence-configuration" }
        /// The scope `name`.
        public static var name: String { "name" }
        /// The scope `nickname`.
        public static var nickname: String { "nickname" }
        /// Stay connected when you are not there.
        public static var offlineAccess: String { "offline_access" }
        /// Sign you in.
        public static var openid: String { "openid" }
        /// The scope `phone`.
        public static var phone: String { "phone" }
        /// The scope `picture`.
        public static var picture: String { "picture" }
        /// See your profile.
        public static var profile: String { "profile" }
        /// The scope `read:analytics.content:confluence`.
        public static var readAnalyticsContentConfluence: String { "read:analytics.content:confluence" }
        /// See attachments in Confluence.
        public static var readAttachmentConfluence: String { "read:attachment:confluence" }
        /// See the audit log in Confluence.
        public static var readAuditLogConfluence: String { "read:audit-log:confluence" }
        /// See blog posts in Confluence.
        public static var readBlogpostConfluence: String { "read:blogpost:confluence" }
        /// See comments in Confluence.
        public static var readCommentConfluence: String { "read:comment:confluence" }
        /// The scope `read:configuration:confluence`.
        public static var readConfigurationConfluence: String { "read:configuration:confluence" }
        /// Read all content.
        public static var readConfluenceContentAll: String { "read:confluence-content.all" }
        /// See who may open content.
        public static var readConfluenceContentPermission: String { "read:confluence-content.permission" }
        /// See summaries of content.
        public static var readConfluenceContentSummary: String { "read:confluence-content.summary" }
        /// See groups.
        public static var readConfluenceGroups: String { "read:confluence-groups" }
        /// See properties of content.
        public static var readConfluenceProps: String { "read:confluence-props" }
        /// See summaries of spaces.
        public static var readConfluenceSpaceSummary: String { "read:confluence-space.summary" }
        /// See people.
        public static var readConfluenceUser: String { "read:confluence-user" }
        /// See details of content in Confluence.
        public static var readContentDetailsConfluence: String { "read:content-details:confluence" }
        /// The scope `read:content.metadata:confluence`.
        public static var readContentMetadataConfluence: String { "read:content.metadata:confluence" }
        /// The scope `read:content.permission:confluence`.
        public static var readContentPermissionConfluence: String { "read:content.permission:confluence" }
        /// The scope `read:content.property:confluence`.
        public static var readContentPropertyConfluence: String { "read:content.property:confluence" }
        /// The scope `read:content.restriction:confluence`.
        public static var readContentRestrictionConfluence: String { "read:content.restriction:confluence" }
        /// See content in Confluence.
        public static var readContentConfluence: String { "read:content:confluence" }
        /// See custom content in Confluence.
        public static var readCustomContentConfluence: String { "read:custom-content:confluence" }
        /// See databases in Confluence.
        public static var readDatabaseConfluence: String { "read:database:confluence" }
        /// The scope `read:email-address:confluence`.
        public static var readEmailAddressConfluence: String { "read:email-address:confluence" }
        /// See embedded content in Confluence.
        public static var readEmbedConfluence: String { "read:embed:confluence" }
        /// See folders in Confluence.
        public static var readFolderConfluence: String { "read:folder:confluence" }
        /// See groups in Confluence.
        public static var readGroupConfluence: String { "read:group:confluence" }
        /// The scope `read:hierarchical-content:confluence`.
        public static var readHierarchicalContentConfluence: String { "read:hierarchical-content:confluence" }
        /// See tasks in pages in Confluence.
        public static var readInlinetaskConfluence: String { "read:inlinetask:confluence" }
        /// See labels in Confluence.
        public static var readLabelConfluence: String { "read:label:confluence" }
        /// See pages in Confluence.
        public static var readPageConfluence: String { "read:page:confluence" }
        /// See relations in Confluence.
        public static var readRelationConfluence: String { "read:relation:confluence" }
        /// See details of spaces in Confluence.
        public static var readSpaceDetailsConfluence: String { "read:space-details:confluence" }
        /// The scope `read:space.permission:confluence`.
        public static var readSpacePermissionConfluence: String { "read:space.permission:confluence" }
        /// The scope `read:space.property:confluence`.
        public static var readSpacePropertyConfluence: String { "read:space.property:confluence" }
        /// The scope `read:space.setting:confluence`.
        public static var readSpaceSettingConfluence: String { "read:space.setting:confluence" }
        /// See spaces in Confluence.
        public static var readSpaceConfluence: String { "read:space:confluence" }
        /// See tasks in Confluence.
        public static var readTaskConfluence: String { "read:task:confluence" }
        /// See templates in Confluence.
        public static var readTemplateConfluence: String { "read:template:confluence" }
        /// The scope `read:user.property:confluence`.
        public static var readUserPropertyConfluence: String { "read:user.property:confluence" }
        /// See people in Confluence.
        public static var readUserConfluence: String { "read:user:confluence" }
        /// See who watches in Confluence.
        public static var readWatcherConfluence: String { "read:watcher:confluence" }
        /// See whiteboards in Confluence.
        public static var readWhiteboardConfluence: String { "read:whiteboard:confluence" }
        /// Download attachments.
        public static var readonlyContentAttachmentConfluence: String { "readonly:content.attachment:confluence" }
        /// Search content.
        public static var searchConfluence: String { "search:confluence" }
        /// Create and change attachments in Confluence.
        public static var writeAttachmentConfluence: String { "write:attachment:confluence" }
        /// Create and change the audit log in Confluence.
        public static var writeAuditLogConfluence: String { "write:audit-log:confluence" }
        /// Create and change blog posts in Confluence.
        public static var writeBlogpostConfluence: String { "write:blogpost:confluence" }
        /// Create and change comments in Confluence.
        public static var writeCommentConfluence: String { "write:comment:confluence" }
        /// The scope `write:configuration:confluence`.
        public static var writeConfigurationConfluence: String { "write:configuration:confluence" }
        /// Create and change content.
        public static var writeConfluenceContent: String { "write:confluence-content" }
        /// Upload attachments.
        public static var writeConfluenceFile: String { "write:confluence-file" }
        /// Create and delete groups.
        public static var writeConfluenceGroups: String { "write:confluence-groups" }
        /// Change properties of content.
        public static var writeConfluenceProps: String { "write:confluence-props" }
        /// Create and change spaces.
        public static var writeConfluenceSpace: String { "write:confluence-space" }
        /// The scope `write:content.property:confluence`.
        public static var writeContentPropertyConfluence: String { "write:content.property:confluence" }
        /// The scope `write:content.restriction:confluence`.
        public static var writeContentRestrictionConfluence: String { "write:content.restriction:confluence" }
        /// Create and change content in Confluence.
        public static var writeContentConfluence: String { "write:content:confluence" }
        /// Create and change custom content in Confluence.
        public static var writeCustomContentConfluence: String { "write:custom-content:confluence" }
        /// Create and change databases in Confluence.
        public static var writeDatabaseConfluence: String { "write:database:confluence" }
        /// Create and change embedded content in Confluence.
        public static var writeEmbedConfluence: String { "write:embed:confluence" }
        /// Create and change folders in Confluence.
        public static var writeFolderConfluence: String { "write:folder:confluence" }
        /// Create and change groups in Confluence.
        public static var writeGroupConfluence: String { "write:group:confluence" }
        /// Create and change tasks in pages in Confluence.
        public static var writeInlinetaskConfluence: String { "write:inlinetask:confluence" }
        /// Create and change labels in Confluence.
        public static var writeLabelConfluence: String { "write:label:confluence" }
        /// Create and change pages in Confluence.
        public static var writePageConfluence: String { "write:page:confluence" }
        /// Create and change relations in Confluence.
        public static var writeRelationConfluence: String { "write:relation:confluence" }
        /// The scope `write:space.permission:confluence`.
        public static var writeSpacePermissionConfluence: String { "write:space.permission:confluence" }
        /// The scope `write:space.property:confluence`.
        public static var writeSpacePropertyConfluence: String { "write:space.property:confluence" }
        /// The scope `write:space.setting:confluence`.
        public static var writeSpaceSettingConfluence: String { "write:space.setting:confluence" }
        /// Create and change spaces in Confluence.
        public static var writeSpaceConfluence: String { "write:space:confluence" }
        /// Create and change tasks in Confluence.
        public static var writeTaskConfluence: String { "write:task:confluence" }
        /// Create and change templates in Confluence.
        public static var writeTemplateConfluence: String { "write:template:confluence" }
        /// The scope `write:user.property:confluence`.
        public static var writeUserPropertyConfluence: String { "write:user.property:confluence" }
        /// Create and change who watches in Confluence.
        public static var writeWatcherConfluence: String { "write:watcher:confluence" }
        /// Create and change whiteboards in Confluence.
        public static var writeWhiteboardConfluence: String { "write:whiteboard:confluence" }
    }
    /// Of Constant Contact.
    public enum ConstantContact {
        /// The scope `account_read`.
        public static var accountRead: String { "account_read" }
        /// The scope `account_update`.
        public static var accountUpdate: String { "account_update" }
        /// The scope `campaign_data`.
        public static var campaignData: String { "campaign_data" }
        /// The scope `contact_data`.
        public static var contactData: String { "contact_data" }
        /// The scope `offline_access`.
        public static var offlineAccess: String { "offline_access" }
    }
    /// Of DeviantArt.
    public enum Deviantart {
        /// The scope `basic`.
        public static var basic: String { "basic" }
        /// The scope `user`.
        public static var user: String { "user" }
    }
    /// Of DigitalOcean.
    public enum Digitalocean {
        /// The scope `read`.
        public static var read: String { "read" }
    }
    /// Of DingTalk.
    public enum Dingtalk {
        /// See the organisation that you choose.
        public static var corpid: String { "corpid" }
        /// See who you are.
        public static var openid: String { "openid" }
    }
    /// Of Discord.
    public enum Discord {
        /// Add the app's bot to a server.
        public static var bot: String { "bot" }
        /// See the accounts that you have linked.
        public static var connections: String { "connections" }
        /// See your e-mail address.
        public static var email: String { "email" }
        /// Add you to group conversations.
        public static var gdmJoin: String { "gdm.join" }
        /// See the servers that you are in.
        public static var guilds: String { "guilds" }
        /// Add you to servers.
        public static var guildsJoin: String { "guilds.join" }
        /// See your name and picture.
        public static var identify: String { "identify" }
        /// Read messages in the desktop app.
        public static var messagesRead: String { "messages.read" }
        /// Control the desktop app.
        public static var rpc: String { "rpc" }
        /// The scope `rpc.api`.
        public static var rpcApi: String { "rpc.api" }
        /// See your notifications.
        public static var rpcNotificationsRead: String { "rpc.notifications.read" }
        /// Post in a channel that you choose.
        public static var webhookIncoming: String { "webhook.incoming" }
    }
    /// Of Docusign.
    public enum Docusign {
        /// Stay connected for longer.
        public static var extended: String { "extended" }
        /// Act in your name when you are not there.
        public static var impersonation: String { "impersonation" }
        /// Prepare, send and sign envelopes in your name.
        public static var signature: String { "signature" }
    }
    /// Of Dribbble.
    public enum Dribbble {
        /// The scope `public`.
        public static var `public`: String { "public" }
    }
    /// Of Dropbox.
    public enum Dropbox {
        /// See your name and e-mail address.
        public static var accountInfoRead: String { "account_info.read" }
        /// Read your files.
        public static var filesContentRead: String { "files.content.read" }
        /// Create, change and delete your files.
        public static var filesContentWrite: String { "files.content.write" }
        /// See names and details of your files.
        public static var filesMetadataRead: String { "files.metadata.read" }
        /// Change details of your files.
        public static var filesMetadataWrite: String { "files.metadata.write" }
        /// See what is shared, and with whom.
        public static var sharingRead: String { "sharing.read" }
    }
    /// Of eBay.
    public enum Ebay {
        /// The scope `https://api.ebay.com/oauth/api_scope/commerce.identity.readonly`.
        public static var httpsApiEbayComOauthApiScopeCommerceIdentityReadonly: String { "https://api.ebay.com/oauth/api_scope/commerce.identity.readonly" }
    }
    /// Of Envoy.
    public enum Envoy {
        /// The scope `companies.read`.
        public static var companiesRead: String { "companies.read" }
        /// The scope `employees.read`.
        public static var employeesRead: String { "employees.read" }
        /// The scope `flows.read`.
        public static var flowsRead: String { "flows.read" }
        /// The scope `invites.read`.
        public static var invitesRead: String { "invites.read" }
        /// The scope `invites.write`.
        public static var invitesWrite: String { "invites.write" }
        /// The scope `locations.read`.
        public static var locationsRead: String { "locations.read" }
        /// The scope `reservations.read`.
        public static var reservationsRead: String { "reservations.read" }
        /// The scope `reservations.write`.
        public static var reservationsWrite: String { "reservations.write" }
        /// The scope `spaces.read`.
        public static var spacesRead: String { "spaces.read" }
        /// The scope `work-schedules.read`.
        public static var workSchedulesRead: String { "work-schedules.read" }
        /// The scope `work-schedules.write`.
        public static var workSchedulesWrite: String { "work-schedules.write" }
    }
    /// Of Epic Games.
    public enum EpicGames {
        /// The scope `basic_profile`.
        public static var basicProfile: String { "basic_profile" }
    }
    /// Of Etsy.
    public enum Etsy {
        /// See addresses.
        public static var addressR: String { "address_r" }
        /// Change addresses.
        public static var addressW: String { "address_w" }
        /// See bills.
        public static var billingR: String { "billing_r" }
        /// See carts.
        public static var cartR: String { "cart_r" }
        /// Change carts.
        public static var cartW: String { "cart_w" }
        /// See your e-mail address.
        public static var emailR: String { "email_r" }
        /// See favourites.
        public static var favoritesR: String { "favorites_r" }
        /// Change favourites.
        public static var favoritesW: String { "favorites_w" }
        /// See reviews.
        public static var feedbackR: String { "feedback_r" }
        /// Delete listings.
        public static var listingsD: String { "listings_d" }
        /// See listings.
        public static var listingsR: String { "listings_r" }
        /// Change listings.
        public static var listingsW: String { "listings_w" }
        /// See your profile.
        public static var profileR: String { "profile_r" }
        /// Change your profile.
        public static var profileW: String { "profile_w" }
        /// See recommendations.
        public static var recommendR: String { "recommend_r" }
        /// Change recommendations.
        public static var recommendW: String { "recommend_w" }
        /// See shops.
        public static var shopsR: String { "shops_r" }
        /// Change shops.
        public static var shopsW: String { "shops_w" }
        /// See sales and purchases.
        public static var transactionsR: String { "transactions_r" }
        /// Change sales and purchases.
        public static var transactionsW: String { "transactions_w" }
    }
    /// Of Facebook.
    public enum Facebook {
        /// Manage your ads.
        public static var adsManagement: String { "ads_management" }
        /// See your ads and how they do.
        public static var adsRead: String { "ads_read" }
        /// Manage your businesses.
        public static var businessManagement: String { "business_management" }
        /// Manage your product catalogues.
        public static var catalogManagement: String { "catalog_management" }
        /// See your e-mail address.
        public static var email: String { "email" }
        /// See your Instagram account and its media.
        public static var instagramBasic: String { "instagram_basic" }
        /// Publish on Instagram as you.
        public static var instagramContentPublish: String { "instagram_content_publish" }
        /// Manage comments on Instagram.
        public static var instagramManageComments: String { "instagram_manage_comments" }
        /// See insights of your Instagram account.
        public static var instagramManageInsights: String { "instagram_manage_insights" }
        /// Read and send Instagram messages.
        public static var instagramManageMessages: String { "instagram_manage_messages" }
        /// Read leads of your ads.
        public static var leadsRetrieval: String { "leads_retrieval" }
        /// Sign you in.
        public static var openid: String { "openid" }
        /// Manage ads of your pages.
        public static var pagesManageAds: String { "pages_manage_ads" }
        /// Comment and like as your pages.
        public static var pagesManageEngagement: String { "pages_manage_engagement" }
        /// Change settings of your pages.
        public static var pagesManageMetadata: String { "pages_manage_metadata" }
        /// Create, change and delete posts of your pages.
        public static var pagesManagePosts: String { "pages_manage_posts" }
        /// Read and send messages as your pages.
        public static var pagesMessaging: String { "pages_messaging" }
        /// Read posts and followers of your pages.
        public static var pagesReadEngagement: String { "pages_read_engagement" }
        /// Read what others post on your pages.
        public static var pagesReadUserContent: String { "pages_read_user_content" }
        /// See the pages that you manage.
        public static var pagesShowList: String { "pages_show_list" }
        /// See your name and picture.
        public static var publicProfile: String { "public_profile" }
        /// Publish live video as you.
        public static var publishVideo: String { "publish_video" }
        /// See insights of your pages and apps.
        public static var readInsights: String { "read_insights" }
        /// See your age range.
        public static var userAgeRange: String { "user_age_range" }
        /// See your birthday.
        public static var userBirthday: String { "user_birthday" }
        /// See friends who use the app.
        public static var userFriends: String { "user_friends" }
        /// See your gender.
        public static var userGender: String { "user_gender" }
        /// See your home town.
        public static var userHometown: String { "user_hometown" }
        /// See the pages that you like.
        public static var userLikes: String { "user_likes" }
        /// See the address of your profile.
        public static var userLink: String { "user_link" }
        /// See your city.
        public static var userLocation: String { "user_location" }
        /// See your photos.
        public static var userPhotos: String { "user_photos" }
        /// See your posts.
        public static var userPosts: String { "user_posts" }
        /// See your videos.
        public static var userVideos: String { "user_videos" }
        /// Manage your WhatsApp business account.
        public static var whatsappBusinessManagement: String { "whatsapp_business_management" }
        /// Send WhatsApp messages for your business.
        public static var whatsappBusinessMessaging: String { "whatsapp_business_messaging" }
    }
    /// Of Factorial.
    public enum Factorial {
        /// The scope `banking`.
        public static var banking: String { "banking" }
        /// The scope `company_holidays`.
        public static var companyHolidays: String { "company_holidays" }
        /// The scope `company_legal_entities`.
        public static var companyLegalEntities: String { "company_legal_entities" }
        /// The scope `company_locations`.
        public static var companyLocations: String { "company_locations" }
        /// The scope `contracts`.
        public static var contracts: String { "contracts" }
        /// The scope `custom_fields`.
        public static var customFields: String { "custom_fields" }
        /// The scope `documents`.
        public static var documents: String { "documents" }
        /// The scope `employee_updates`.
        public static var employeeUpdates: String { "employee_updates" }
        /// The scope `employees`.
        public static var employees: String { "employees" }
        /// The scope `expenses`.
        public static var expenses: String { "expenses" }
        /// The scope `finance`.
        public static var finance: String { "finance" }
        /// The scope `integrations`.
        public static var integrations: String { "integrations" }
        /// The scope `job_catalog`.
        public static var jobCatalog: String { "job_catalog" }
        /// The scope `marketplace`.
        public static var marketplace: String { "marketplace" }
        /// The scope `payroll`.
        public static var payroll: String { "payroll" }
        /// The scope `payroll_supplements`.
        public static var payrollSupplements: String { "payroll_supplements" }
        /// The scope `performance`.
        public static var performance: String { "performance" }
        /// The scope `posts`.
        public static var posts: String { "posts" }
        /// The scope `project_management_expenses`.
        public static var projectManagementExpenses: String { "project_management_expenses" }
        /// The scope `project_management_projects`.
        public static var projectManagementProjects: String { "project_management_projects" }
        /// The scope `project_management_time`.
        public static var projectManagementTime: String { "project_management_time" }
        /// The scope `recruitment`.
        public static var recruitment: String { "recruitment" }
        /// The scope `shift_management`.
        public static var shiftManagement: String { "shift_management" }
        /// The scope `tasks`.
        public static var tasks: String { "tasks" }
        /// The scope `time_off`.
        public static var timeOff: String { "time_off" }
        /// The scope `time_tracking`.
        public static var timeTracking: String { "time_tracking" }
        /// The scope `trainings`.
        public static var trainings: String { "trainings" }
    }
    /// Of Fathom.
    public enum Fathom {
        /// The scope `public_api`.
        public static var publicApi: String { "public_api" }
    }
    /// Of Figma.
    public enum Figma {
        /// See your name, e-mail address and picture.
        public static var currentUserRead: String { "current_user:read" }
        /// Read comments.
        public static var fileCommentsRead: String { "file_comments:read" }
        /// Write and delete comments.
        public static var fileCommentsWrite: String { "file_comments:write" }
        /// Read the content of files.
        public static var fileContentRead: String { "file_content:read" }
        /// See dev resources of files.
        public static var fileDevResourcesRead: String { "file_dev_resources:read" }
        /// Add and change dev resources of files.
        public static var fileDevResourcesWrite: String { "file_dev_resources:write" }
        /// See names and properties of files.
        public static var fileMetadataRead: String { "file_metadata:read" }
        /// See variables of files.
        public static var fileVariablesRead: String { "file_variables:read" }
        /// Change variables of files.
        public static var fileVariablesWrite: String { "file_variables:write" }
        /// See the history of files.
        public static var fileVersionsRead: String { "file_versions:read" }
        /// See how libraries are used.
        public static var libraryAnalyticsRead: String { "library_analytics:read" }
        /// See published components and styles.
        public static var libraryAssetsRead: String { "library_assets:read" }
        /// Read what libraries publish.
        public static var libraryContentRead: String { "library_content:read" }
        /// See projects and their files.
        public static var projectsRead: String { "projects:read" }
        /// See what you have selected.
        public static var selectionsRead: String { "selections:read" }
        /// Read what a team publishes.
        public static var teamLibraryContentRead: String { "team_library_content:read" }
        /// See webhooks.
        public static var webhooksRead: String { "webhooks:read" }
        /// Create, change and delete webhooks.
        public static var webhooksWrite: String { "webhooks:write" }
    }
    /// Of Fitbit.
    public enum Fitbit {
        /// The scope `activity`.
        public static var activity: String { "activity" }
        /// The scope `heartrate`.
        public static var heartrate: String { "heartrate" }
        /// The scope `location`.
        public static var location: String { "location" }
        /// The scope `nutrition`.
        public static var nutrition: String { "nutrition" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
        /// The scope `settings`.
        public static var settings: String { "settings" }
        /// The scope `sleep`.
        public static var sleep: String { "sleep" }
        /// The scope `social`.
        public static var social: String { "social" }
        /// The scope `weight`.
        public static var weight: String { "weight" }
    }
    /// Of Flickr.
    public enum Flickr {
        /// Delete photos.
        public static var delete: String { "delete" }
        /// See your private photos.
        public static var read: String { "read" }
        /// Add and change photos, and what is said about them.
        public static var write: String { "write" }
    }
    /// Of FreshBooks.
    public enum Freshbooks {
        /// The scope `admin:all`.
        public static var adminAll: String { "admin:all" }
        /// The scope `admin:all:legacy`.
        public static var adminAllLegacy: String { "admin:all:legacy" }
        /// The scope `anonymize`.
        public static var anonymize: String { "anonymize" }
        /// The scope `business_memberships`.
        public static var businessMemberships: String { "business_memberships" }
        /// The scope `client:experiences:write`.
        public static var clientExperiencesWrite: String { "client:experiences:write" }
        /// The scope `credentials:write`.
        public static var credentialsWrite: String { "credentials:write" }
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
        /// The scope `profile:write`.
        public static var profileWrite: String { "profile:write" }
        /// The scope `user:account:read`.
        public static var userAccountRead: String { "user:account:read" }
        /// The scope `user:account:write`.
        public static var userAccountWrite: String { "user:account:write" }
        /// The scope `user:bank_accounts:read`.
        public static var userBankAccountsRead: String { "user:bank_accounts:read" }
        /// The scope `user:bank_accounts:write`.
        public static var userBankAccountsWrite: String { "user:bank_accounts:write" }
        /// The scope `user:bank_reconciliation:read`.
        public static var userBankReconciliationRead: String { "user:bank_reconciliation:read" }
        /// The scope `user:bank_reconciliation:write`.
        public static var userBankReconciliationWrite: String { "user:bank_reconciliation:write" }
        /// The scope `user:banks:read`.
        public static var userBanksRead: String { "user:banks:read" }
        /// The scope `user:banks:write`.
        public static var userBanksWrite: String { "user:banks:write" }
        /// The scope `user:bill_payments:read`.
        public static var userBillPaymentsRead: String { "user:bill_payments:read" }
        /// The scope `user:bill_payments:write`.
        public static var userBillPaymentsWrite: String { "user:bill_payments:write" }
        /// The scope `user:bill_vendors:read`.
        public static var userBillVendorsRead: String { "user:bill_vendors:read" }
        /// The scope `user:bill_vendors:write`.
        public static var userBillVendorsWrite: String { "user:bill_vendors:write" }
        /// The scope `user:billable_items:read`.
        public static var userBillableItemsRead: String { "user:billable_items:read" }
        /// The scope `user:billable_items:write`.
        public static var userBillableItemsWrite: String { "user:billable_items:write" }
        /// The scope `user:bills:read`.
        public static var userBillsRead: String { "user:bills:read" }
        /// The scope `user:bills:write`.
        public static var userBillsWrite: String { "user:bills:write" }
        /// The scope `user:business:read`.
        public static var userBusinessRead: String { "user:business:read" }
        /// The scope `user:business:write`.
        public static var userBusinessWrite: String { "user:business:write" }
        /// The scope `user:clients:read`.
        public static var userClientsRead: String { "user:clients:read" }
        /// The scope `user:clients:write`.
        public static var userClientsWrite: String { "user:clients:write" }
        /// The scope `user:credit_notes:read`.
        public static var userCreditNotesRead: String { "user:credit_notes:read" }
        /// The scope `user:credit_notes:write`.
        public static var userCreditNotesWrite: String { "user:credit_notes:write" }
        /// The scope `user:estimates:read`.
        public static var userEstimatesRead: String { "user:estimates:read" }
        /// The scope `user:estimates:write`.
        public static var userEstimatesWrite: String { "user:estimates:write" }
        /// The scope `user:expenses:read`.
        public static var userExpensesRead: String { "user:expenses:read" }
        /// The scope `user:expenses:write`.
        public static var userExpensesWrite: String { "user:expenses:write" }
        /// The scope `user:experiences:read`.
        public static var userExperiencesRead: String { "user:experiences:read" }
        /// The scope `user:fundbox:read`.
        public static var userFundboxRead: String { "user:fundbox:read" }
        /// The scope `user:fundbox:write`.
        public static var userFundboxWrite: String { "user:fundbox:write" }
        /// The scope `user:invoices:read`.
        public static var userInvoicesRead: String { "user:invoices:read" }
        /// The scope `user:invoices:write`.
        public static var userInvoicesWrite: String { "user:invoices:write" }
        /// The scope `user:journal_entries:read`.
        public static var userJournalEntriesRead: String { "user:journal_entries:read" }
        /// The scope `user:journal_entries:write`.
        public static var userJournalEntriesWrite: String { "user:journal_entries:write" }
        /// The scope `user:mileage:read`.
        public static var userMileageRead: String { "user:mileage:read" }
        /// The scope `user:mileage:write`.
        public static var userMileageWrite: String { "user:mileage:write" }
        /// The scope `user:notifications:read`.
        public static var userNotificationsRead: String { "user:notifications:read" }
        /// The scope `user:notifications:write`.
        public static var userNotificationsWrite: String { "user:notifications:write" }
        /// The scope `user:online_payments:read`.
        public static var userOnlinePaymentsRead: String { "user:online_payments:read" }
        /// The scope `user:online_payments:write`.
        public static var userOnlinePaymentsWrite: String { "user:online_payments:write" }
        /// The scope `user:other_income:read`.
        public static var userOtherIncomeRead: String { "user:other_income:read" }
        /// The scope `user:other_income:write`.
        public static var userOtherIncomeWrite: String { "user:other_income:write" }
        /// The scope `user:partners:read`.
        public static var userPartnersRead: String { "user:partners:read" }
        /// The scope `user:partners:write`.
        public static var userPartnersWrite: String { "user:partners:write" }
        /// The scope `user:payments:read`.
        public static var userPaymentsRead: String { "user:payments:read" }
        /// The scope `user:payments:write`.
        public static var userPaymentsWrite: String { "user:payments:write" }
        /// The scope `user:profile:read`.
        public static var userProfileRead: String { "user:profile:read" }
        /// The scope `user:projects:read`.
        public static var userProjectsRead: String { "user:projects:read" }
        /// The scope `user:projects:write`.
        public static var userProjectsWrite: String { "user:projects:write" }
        /// The scope `user:reports:read`.
        public static var userReportsRead: String { "user:reports:read" }
        /// The scope `user:retainers:read`.
        public static var userRetainersRead: String { "user:retainers:read" }
        /// The scope `user:retainers:write`.
        public static var userRetainersWrite: String { "user:retainers:write" }
        /// The scope `user:riskhub:read`.
        public static var userRiskhubRead: String { "user:riskhub:read" }
        /// The scope `user:riskhub:write`.
        public static var userRiskhubWrite: String { "user:riskhub:write" }
        /// The scope `user:taxes:read`.
        public static var userTaxesRead: String { "user:taxes:read" }
        /// The scope `user:taxes:write`.
        public static var userTaxesWrite: String { "user:taxes:write" }
        /// The scope `user:teams:read`.
        public static var userTeamsRead: String { "user:teams:read" }
        /// The scope `user:teams:write`.
        public static var userTeamsWrite: String { "user:teams:write" }
        /// The scope `user:time_entries:read`.
        public static var userTimeEntriesRead: String { "user:time_entries:read" }
        /// The scope `user:time_entries:write`.
        public static var userTimeEntriesWrite: String { "user:time_entries:write" }
        /// The scope `user:uploads:read`.
        public static var userUploadsRead: String { "user:uploads:read" }
        /// The scope `user:uploads:write`.
        public static var userUploadsWrite: String { "user:uploads:write" }
    }
    /// Of Gitee.
    public enum Gitee {
        /// The scope `emails`.
        public static var emails: String { "emails" }
        /// The scope `user_info`.
        public static var userInfo: String { "user_info" }
    }
    /// Of GitLab.
    public enum Gitlab {
        /// Act as an administrator.
        public static var adminMode: String { "admin_mode" }
        /// Use GitLab Duo.
        public static var aiFeatures: String { "ai_features" }
        /// The scope `ai_workflows`.
        public static var aiWorkflows: String { "ai_workflows" }
        /// Read and change everything that you can, by the API.
        public static var api: String { "api" }
        /// Create runners.
        public static var createRunner: String { "create_runner" }
        /// See your e-mail address.
        public static var email: String { "email" }
        /// Reach clusters through the agent.
        public static var k8sProxy: String { "k8s_proxy" }
        /// Manage runners.
        public static var manageRunner: String { "manage_runner" }
        /// The scope `mcp`.
        public static var mcp: String { "mcp" }
        /// The scope `mcp_orbit`.
        public static var mcpOrbit: String { "mcp_orbit" }
        /// Sign you in.
        public static var openid: String { "openid" }
        /// See your profile.
        public static var profile: String { "profile" }
        /// Read everything that you can, by the API.
        public static var readApi: String { "read_api" }
        /// The scope `read_observability`.
        public static var readObservability: String { "read_observability" }
        /// Read container images.
        public static var readRegistry: String { "read_registry" }
        /// Read repositories.
        public static var readRepository: String { "read_repository" }
        /// The scope `read_service_ping`.
        public static var readServicePing: String { "read_service_ping" }
        /// See your profile.
        public static var readUser: String { "read_user" }
        /// The scope `read_virtual_registry`.
        public static var readVirtualRegistry: String { "read_virtual_registry" }
        /// Renew its own token.
        public static var selfRotate: String { "self_rotate" }
        /// Act as any user, as an administrator.
        public static var sudo: String { "sudo" }
        /// The scope `user:*`.
        public static var user: String { "user:*" }
        /// The scope `write_observability`.
        public static var writeObservability: String { "write_observability" }
        /// Write container images.
        public static var writeRegistry: String { "write_registry" }
        /// Read and change repositories.
        public static var writeRepository: String { "write_repository" }
        /// The scope `write_virtual_registry`.
        public static var writeVirtualRegistry: String { "write_virtual_registry" }
    }
    /// Of Gong.
    public enum Gong {
        /// The scope `api:calls:create`.
        public static var apiCallsCreate: String { "api:calls:create" }
        /// The scope `api:calls:read:basic`.
        public static var apiCallsReadBasic: String { "api:calls:read:basic" }
        /// The scope `api:calls:read:extensive`.
        public static var apiCallsReadExtensive: String { "api:calls:read:extensive" }
        /// The scope `api:calls:read:media-url`.
        public static var apiCallsReadMediaUrl: String { "api:calls:read:media-url" }
        /// The scope `api:calls:read:transcript`.
        public static var apiCallsReadTranscript: String { "api:calls:read:transcript" }
        /// The scope `api:crm:get-objects`.
        public static var apiCrmGetObjects: String { "api:crm:get-objects" }
        /// The scope `api:crm:upload`.
        public static var apiCrmUpload: String { "api:crm:upload" }
        /// The scope `api:library:read`.
        public static var apiLibraryRead: String { "api:library:read" }
        /// The scope `api:logs:read`.
        public static var apiLogsRead: String { "api:logs:read" }
        /// The scope `api:settings:scorecards:read`.
        public static var apiSettingsScorecardsRead: String { "api:settings:scorecards:read" }
        /// The scope `api:stats:interaction`.
        public static var apiStatsInteraction: String { "api:stats:interaction" }
        /// The scope `api:stats:scorecards`.
        public static var apiStatsScorecards: String { "api:stats:scorecards" }
        /// The scope `api:stats:user-actions`.
        public static var apiStatsUserActions: String { "api:stats:user-actions" }
        /// The scope `api:users:read`.
        public static var apiUsersRead: String { "api:users:read" }
        /// The scope `api:workspaces:read`.
        public static var apiWorkspacesRead: String { "api:workspaces:read" }
    }
    /// Of Google Ads.
    public enum GoogleAds {
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `https://www.googleapis.com/auth/adwords`.
        public static var httpsWwwGoogleapisComAuthAdwords: String { "https://www.googleapis.com/auth/adwords" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Google Analytics.
    public enum GoogleAnalytics {
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `https://www.googleapis.com/auth/analytics`.
        public static var httpsWwwGoogleapisComAuthAnalytics: String { "https://www.googleapis.com/auth/analytics" }
        /// The scope `https://www.googleapis.com/auth/analytics.edit`.
        public static var httpsWwwGoogleapisComAuthAnalyticsEdit: String { "https://www.googleapis.com/auth/analytics.edit" }
        /// The scope `https://www.googleapis.com/auth/analytics.manage.users`.
        public static var httpsWwwGoogleapisComAuthAnalyticsManageUsers: String { "https://www.googleapis.com/auth/analytics.manage.users" }
        /// The scope `https://www.googleapis.com/auth/analytics.manage.users.readonly`.
        public static var httpsWwwGoogleapisComAuthAnalyticsManageUsersReadonly: String { "https://www.googleapis.com/auth/analytics.manage.users.readonly" }
        /// The scope `https://www.googleapis.com/auth/analytics.readonly`.
        public static var httpsWwwGoogleapisComAuthAnalyticsReadonly: String { "https://www.googleapis.com/auth/analytics.readonly" }
        /// The scope `https://www.googleapis.com/auth/gcm_for_chrome`.
        public static var httpsWwwGoogleapisComAuthGcmForChrome: String { "https://www.googleapis.com/auth/gcm_for_chrome" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Google BigQuery.
    public enum GoogleBigquery {
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `https://www.googleapis.com/auth/bigquery`.
        public static var httpsWwwGoogleapisComAuthBigquery: String { "https://www.googleapis.com/auth/bigquery" }
        /// The scope `https://www.googleapis.com/auth/bigquery.insertdata`.
        public static var httpsWwwGoogleapisComAuthBigqueryInsertdata: String { "https://www.googleapis.com/auth/bigquery.insertdata" }
        /// The scope `https://www.googleapis.com/auth/bigquery.readonly`.
        public static var httpsWwwGoogleapisComAuthBigqueryReadonly: String { "https://www.googleapis.com/auth/bigquery.readonly" }
        /// The scope `https://www.googleapis.com/auth/cloud-platform`.
        public static var httpsWwwGoogleapisComAuthCloudPlatform: String { "https://www.googleapis.com/auth/cloud-platform" }
        /// The scope `https://www.googleapis.com/auth/cloud-platform.read-only`.
        public static var httpsWwwGoogleapisComAuthCloudPlatformReadOnly: String { "https://www.googleapis.com/auth/cloud-platform.read-only" }
        /// The scope `https://www.googleapis.com/auth/devstorage.full_control`.
        public static var httpsWwwGoogleapisComAuthDevstorageFullControl: String { "https://www.googleapis.com/auth/devstorage.full_control" }
        /// The scope `https://www.googleapis.com/auth/devstorage.read_only`.
        public static var httpsWwwGoogleapisComAuthDevstorageReadOnly: String { "https://www.googleapis.com/auth/devstorage.read_only" }
        /// The scope `https://www.googleapis.com/auth/devstorage.read_write`.
        public static var httpsWwwGoogleapisComAuthDevstorageReadWrite: String { "https://www.googleapis.com/auth/devstorage.read_write" }
        /// The scope `https://www.googleapis.com/auth/gcm_for_chrome`.
        public static var httpsWwwGoogleapisComAuthGcmForChrome: String { "https://www.googleapis.com/auth/gcm_for_chrome" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Google Calendar.
    public enum GoogleCalendar {
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `https://www.googleapis.com/auth/calendar`.
        public static var httpsWwwGoogleapisComAuthCalendar: String { "https://www.googleapis.com/auth/calendar" }
        /// The scope `https://www.googleapis.com/auth/calendar.acls`.
        public static var httpsWwwGoogleapisComAuthCalendarAcls: String { "https://www.googleapis.com/auth/calendar.acls" }
        /// The scope `https://www.googleapis.com/auth/calendar.acls.readonly`.
        public static var httpsWwwGoogleapisComAuthCalendarAclsReadonly: String { "https://www.googleapis.com/auth/calendar.acls.readonly" }
        /// The scope `https://www.googleapis.com/auth/calendar.addons.current.event.read`.
        public static var httpsWwwGoogleapisComAuthCalendarAddonsCurrentEventRead: String { "https://www.googleapis.com/auth/calendar.addons.current.event.read" }
        /// The scope `https://www.googleapis.com/auth/calendar.addons.current.event.write`.
        public static var httpsWwwGoogleapisComAuthCalendarAddonsCurrentEventWrite: String { "https://www.googleapis.com/auth/calendar.addons.current.event.write" }
        /// The scope `https://www.googleapis.com/auth/calendar.addons.execute`.
        public static var httpsWwwGoogleapisComAuthCalendarAddonsExecute: String { "https://www.googleapis.com/auth/calendar.addons.execute" }
        /// The scope `https://www.googleapis.com/auth/calendar.app.created`.
        public static var httpsWwwGoogleapisComAuthCalendarAppCreated: String { "https://www.googleapis.com/auth/calendar.app.created" }
        /// The scope `https://www.googleapis.com/auth/calendar.calendarlist`.
        public static var httpsWwwGoogleapisComAuthCalendarCalendarlist: String { "https://www.googleapis.com/auth/calendar.calendarlist" }
        /// The scope `https://www.googleapis.com/auth/calendar.calendarlist.readonly`.
        public static var httpsWwwGoogleapisComAuthCalendarCalendarlistReadonly: String { "https://www.googleapis.com/auth/calendar.calendarlist.readonly" }
        /// The scope `https://www.googleapis.com/auth/calendar.calendars`.
        public static var httpsWwwGoogleapisComAuthCalendarCalendars: String { "https://www.googleapis.com/auth/calendar.calendars" }
        /// The scope `https://www.googleapis.com/auth/calendar.calendars.readonly`.
        public static var httpsWwwGoogleapisComAuthCalendarCalendarsReadonly: String { "https://www.googleapis.com/auth/calendar.calendars.readonly" }
        /// The scope `https://www.googleapis.com/auth/calendar.events`.
        public static var httpsWwwGoogleapisComAuthCalendarEvents: String { "https://www.googleapis.com/auth/calendar.events" }
        /// The scope `https://www.googleapis.com/auth/calendar.events.freebusy`.
        public static var httpsWwwGoogleapisComAuthCalendarEventsFreebusy: String { "https://www.googleapis.com/auth/calendar.events.freebusy" }
        /// The scope `https://www.googleapis.com/auth/calendar.events.owned`.
        public static var httpsWwwGoogleapisComAuthCalendarEventsOwned: String { "https://www.googleapis.com/auth/calendar.events.owned" }
        /// The scope `https://www.googleapis.com/auth/calendar.events.owned.readonly`.
        public static var httpsWwwGoogleapisComAuthCalendarEventsOwnedReadonly: String { "https://www.googleapis.com/auth/calendar.events.owned.readonly" }
        /// The scope `https://www.googleapis.com/auth/calendar.events.public.readonly`.
        public static var httpsWwwGoogleapisComAuthCalendarEventsPublicReadonly: String { "https://www.googleapis.com/auth/calendar.events.public.readonly" }
        /// The scope `https://www.googleapis.com/auth/calendar.events.readonly`.
        public static var httpsWwwGoogleapisComAuthCalendarEventsReadonly: String { "https://www.googleapis.com/auth/calendar.events.readonly" }
        /// The scope `https://www.googleapis.com/auth/calendar.freebusy`.
        public static var httpsWwwGoogleapisComAuthCalendarFreebusy: String { "https://www.googleapis.com/auth/calendar.freebusy" }
        /// The scope `https://www.googleapis.com/auth/calendar.readonly`.
        public static var httpsWwwGoogleapisComAuthCalendarReadonly: String { "https://www.googleapis.com/auth/calendar.readonly" }
        /// The scope `https://www.googleapis.com/auth/calendar.settings.readonly`.
        public static var httpsWwwGoogleapisComAuthCalendarSettingsReadonly: String { "https://www.googleapis.com/auth/calendar.settings.readonly" }
        /// The scope `https://www.googleapis.com/auth/gcm_for_chrome`.
        public static var httpsWwwGoogleapisComAuthGcmForChrome: String { "https://www.googleapis.com/auth/gcm_for_chrome" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Google Chat.
    public enum GoogleChat {
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `https://www.googleapis.com/auth/chat.admin.delete`.
        public static var httpsWwwGoogleapisComAuthChatAdminDelete: String { "https://www.googleapis.com/auth/chat.admin.delete" }
        /// The scope `https://www.googleapis.com/auth/chat.admin.memberships`.
        public static var httpsWwwGoogleapisComAuthChatAdminMemberships: String { "https://www.googleapis.com/auth/chat.admin.memberships" }
        /// The scope `https://www.googleapis.com/auth/chat.admin.memberships.readonly`.
        public static var httpsWwwGoogleapisComAuthChatAdminMembershipsReadonly: String { "https://www.googleapis.com/auth/chat.admin.memberships.readonly" }
        /// The scope `https://www.googleapis.com/auth/chat.admin.spaces`.
        public static var httpsWwwGoogleapisComAuthChatAdminSpaces: String { "https://www.googleapis.com/auth/chat.admin.spaces" }
        /// The scope `https://www.googleapis.com/auth/chat.admin.spaces.readonly`.
        public static var httpsWwwGoogleapisComAuthChatAdminSpacesReadonly: String { "https://www.googleapis.com/auth/chat.admin.spaces.readonly" }
        /// The scope `https://www.googleapis.com/auth/chat.app.delete`.
        public static var httpsWwwGoogleapisComAuthChatAppDelete: String { "https://www.googleapis.com/auth/chat.app.delete" }
        /// The scope `https://www.googleapis.com/auth/chat.app.memberships`.
        public static var httpsWwwGoogleapisComAuthChatAppMemberships: String { "https://www.googleapis.com/auth/chat.app.memberships" }
        /// The scope `https://www.googleapis.com/auth/chat.app.memberships.readonly`.
        public static var httpsWwwGoogleapisComAuthChatAppMembershipsReadonly: String { "https://www.googleapis.com/auth/chat.app.memberships.readonly" }
        /// The scope `https://www.googleapis.com/auth/chat.app.messages.readonly`.
        public static var httpsWwwGoogleapisComAuthChatAppMessagesReadonly: String { "https://www.googleapis.com/auth/chat.app.messages.readonly" }
        /// The scope `https://www.googleapis.com/auth/chat.app.spaces`.
        public static var httpsWwwGoogleapisComAuthChatAppSpaces: String { "https://www.googleapis.com/auth/chat.app.spaces" }
        /// The scope `https://www.googleapis.com/auth/chat.app.spaces.create`.
        public static var httpsWwwGoogleapisComAuthChatAppSpacesCreate: String { "https://www.googleapis.com/auth/chat.app.spaces.create" }
        /// The scope `https://www.googleapis.com/auth/chat.app.spaces.readonly`.
        public static var httpsWwwGoogleapisComAuthChatAppSpacesReadonly: String { "https://www.googleapis.com/auth/chat.app.spaces.readonly" }
        /// The scope `https://www.googleapis.com/auth/chat.bot`.
        public static var httpsWwwGoogleapisComAuthChatBot: String { "https://www.googleapis.com/auth/chat.bot" }
        /// The scope `https://www.googleapis.com/auth/chat.customemojis`.
        public static var httpsWwwGoogleapisComAuthChatCustomemojis: String { "https://www.googleapis.com/auth/chat.customemojis" }
        /// The scope `https://www.googleapis.com/auth/chat.customemojis.readonly`.
        public static var httpsWwwGoogleapisComAuthChatCustomemojisReadonly: String { "https://www.googleapis.com/auth/chat.customemojis.readonly" }
        /// The scope `https://www.googleapis.com/auth/chat.delete`.
        public static var httpsWwwGoogleapisComAuthChatDelete: String { "https://www.googleapis.com/auth/chat.delete" }
        /// The scope `https://www.googleapis.com/auth/chat.import`.
        public static var httpsWwwGoogleapisComAuthChatImport: String { "https://www.googleapis.com/auth/chat.import" }
        /// The scope `https://www.googleapis.com/auth/chat.memberships`.
        public static var httpsWwwGoogleapisComAuthChatMemberships: String { "https://www.googleapis.com/auth/chat.memberships" }
        /// The scope `https://www.googleapis.com/auth/chat.memberships.app`.
        public static var httpsWwwGoogleapisComAuthChatMembershipsApp: String { "https://www.googleapis.com/auth/chat.memberships.app" }
        /// The scope `https://www.googleapis.com/auth/chat.memberships.readonly`.
        public static var httpsWwwGoogleapisComAuthChatMembershipsReadonly: String { "https://www.googleapis.com/auth/chat.memberships.readonly" }
        /// The scope `https://www.googleapis.com/auth/chat.messages`.
        public static var httpsWwwGoogleapisComAuthChatMessages: String { "https://www.googleapis.com/auth/chat.messages" }
        /// The scope `https://www.googleapis.com/auth/chat.messages.create`.
        public static var httpsWwwGoogleapisComAuthChatMessagesCreate: String { "https://www.googleapis.com/auth/chat.messages.create" }
        /// The scope `https://www.googleapis.com/auth/chat.messages.reactions`.
        public static var httpsWwwGoogleapisComAuthChatMessagesReactions: String { "https://www.googleapis.com/auth/chat.messages.reactions" }
        /// The scope `https://www.googleapis.com/auth/chat.messages.reactions.create`.
        public static var httpsWwwGoogleapisComAuthChatMessagesReactionsCreate: String { "https://www.googleapis.com/auth/chat.messages.reactions.create" }
        /// The scope `https://www.googleapis.com/auth/chat.messages.reactions.readonly`.
        public static var httpsWwwGoogleapisComAuthChatMessagesReactionsReadonly: String { "https://www.googleapis.com/auth/chat.messages.reactions.readonly" }
        /// The scope `https://www.googleapis.com/auth/chat.messages.readonly`.
        public static var httpsWwwGoogleapisComAuthChatMessagesReadonly: String { "https://www.googleapis.com/auth/chat.messages.readonly" }
        /// The scope `https://www.googleapis.com/auth/chat.spaces`.
        public static var httpsWwwGoogleapisComAuthChatSpaces: String { "https://www.googleapis.com/auth/chat.spaces" }
        /// The scope `https://www.googleapis.com/auth/chat.spaces.create`.
        public static var httpsWwwGoogleapisComAuthChatSpacesCreate: String { "https://www.googleapis.com/auth/chat.spaces.create" }
        /// The scope `https://www.googleapis.com/auth/chat.spaces.readonly`.
        public static var httpsWwwGoogleapisComAuthChatSpacesReadonly: String { "https://www.googleapis.com/auth/chat.spaces.readonly" }
        /// The scope `https://www.googleapis.com/auth/chat.users.readstate`.
        public static var httpsWwwGoogleapisComAuthChatUsersReadstate: String { "https://www.googleapis.com/auth/chat.users.readstate" }
        /// The scope `https://www.googleapis.com/auth/chat.users.readstate.readonly`.
        public static var httpsWwwGoogleapisComAuthChatUsersReadstateReadonly: String { "https://www.googleapis.com/auth/chat.users.readstate.readonly" }
        /// The scope `https://www.googleapis.com/auth/chat.users.sections`.
        public static var httpsWwwGoogleapisComAuthChatUsersSections: String { "https://www.googleapis.com/auth/chat.users.sections" }
        /// The scope `https://www.googleapis.com/auth/chat.users.sections.readonly`.
        public static var httpsWwwGoogleapisComAuthChatUsersSectionsReadonly: String { "https://www.googleapis.com/auth/chat.users.sections.readonly" }
        /// The scope `https://www.googleapis.com/auth/chat.users.spacesettings`.
        public static var httpsWwwGoogleapisComAuthChatUsersSpacesettings: String { "https://www.googleapis.com/auth/chat.users.spacesettings" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Google Cloud Storage.
    public enum GoogleCloudStorage {
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `https://www.googleapis.com/auth/cloud-platform`.
        public static var httpsWwwGoogleapisComAuthCloudPlatform: String { "https://www.googleapis.com/auth/cloud-platform" }
        /// The scope `https://www.googleapis.com/auth/cloud-platform.read-only`.
        public static var httpsWwwGoogleapisComAuthCloudPlatformReadOnly: String { "https://www.googleapis.com/auth/cloud-platform.read-only" }
        /// The scope `https://www.googleapis.com/auth/devstorage.full_control`.
        public static var httpsWwwGoogleapisComAuthDevstorageFullControl: String { "https://www.googleapis.com/auth/devstorage.full_control" }
        /// The scope `https://www.googleapis.com/auth/devstorage.read_only`.
        public static var httpsWwwGoogleapisComAuthDevstorageReadOnly: String { "https://www.googleapis.com/auth/devstorage.read_only" }
        /// The scope `https://www.googleapis.com/auth/devstorage.read_write`.
        public static var httpsWwwGoogleapisComAuthDevstorageReadWrite: String { "https://www.googleapis.com/auth/devstorage.read_write" }
        /// The scope `https://www.googleapis.com/auth/gcm_for_chrome`.
        public static var httpsWwwGoogleapisComAuthGcmForChrome: String { "https://www.googleapis.com/auth/gcm_for_chrome" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Google Contacts.
    public enum GoogleContacts {
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `https://www.google.com/m8/feeds`.
        public static var httpsWwwGoogleComM8Feeds: String { "https://www.google.com/m8/feeds" }
        /// The scope `https://www.googleapis.com/auth/contacts`.
        public static var httpsWwwGoogleapisComAuthContacts: String { "https://www.googleapis.com/auth/contacts" }
        /// The scope `https://www.googleapis.com/auth/contacts.other.readonly`.
        public static var httpsWwwGoogleapisComAuthContactsOtherReadonly: String { "https://www.googleapis.com/auth/contacts.other.readonly" }
        /// The scope `https://www.googleapis.com/auth/contacts.readonly`.
        public static var httpsWwwGoogleapisComAuthContactsReadonly: String { "https://www.googleapis.com/auth/contacts.readonly" }
        /// The scope `https://www.googleapis.com/auth/directory.readonly`.
        public static var httpsWwwGoogleapisComAuthDirectoryReadonly: String { "https://www.googleapis.com/auth/directory.readonly" }
        /// The scope `https://www.googleapis.com/auth/profile.agerange.read`.
        public static var httpsWwwGoogleapisComAuthProfileAgerangeRead: String { "https://www.googleapis.com/auth/profile.agerange.read" }
        /// The scope `https://www.googleapis.com/auth/profile.emails.read`.
        public static var httpsWwwGoogleapisComAuthProfileEmailsRead: String { "https://www.googleapis.com/auth/profile.emails.read" }
        /// The scope `https://www.googleapis.com/auth/profile.language.read`.
        public static var httpsWwwGoogleapisComAuthProfileLanguageRead: String { "https://www.googleapis.com/auth/profile.language.read" }
        /// The scope `https://www.googleapis.com/auth/user.addresses.read`.
        public static var httpsWwwGoogleapisComAuthUserAddressesRead: String { "https://www.googleapis.com/auth/user.addresses.read" }
        /// The scope `https://www.googleapis.com/auth/user.birthday.read`.
        public static var httpsWwwGoogleapisComAuthUserBirthdayRead: String { "https://www.googleapis.com/auth/user.birthday.read" }
        /// The scope `https://www.googleapis.com/auth/user.emails.read`.
        public static var httpsWwwGoogleapisComAuthUserEmailsRead: String { "https://www.googleapis.com/auth/user.emails.read" }
        /// The scope `https://www.googleapis.com/auth/user.gender.read`.
        public static var httpsWwwGoogleapisComAuthUserGenderRead: String { "https://www.googleapis.com/auth/user.gender.read" }
        /// The scope `https://www.googleapis.com/auth/user.organization.read`.
        public static var httpsWwwGoogleapisComAuthUserOrganizationRead: String { "https://www.googleapis.com/auth/user.organization.read" }
        /// The scope `https://www.googleapis.com/auth/user.phonenumbers.read`.
        public static var httpsWwwGoogleapisComAuthUserPhonenumbersRead: String { "https://www.googleapis.com/auth/user.phonenumbers.read" }
        /// The scope `https://www.googleapis.com/auth/userinfo.email`.
        public static var httpsWwwGoogleapisComAuthUserinfoEmail: String { "https://www.googleapis.com/auth/userinfo.email" }
        /// The scope `https://www.googleapis.com/auth/userinfo.profile`.
        public static var httpsWwwGoogleapisComAuthUserinfoProfile: String { "https://www.googleapis.com/auth/userinfo.profile" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Google Docs.
    public enum GoogleDocs {
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `https://www.googleapis.com/auth/documents`.
        public static var httpsWwwGoogleapisComAuthDocuments: String { "https://www.googleapis.com/auth/documents" }
        /// The scope `https://www.googleapis.com/auth/documents.readonly`.
        public static var httpsWwwGoogleapisComAuthDocumentsReadonly: String { "https://www.googleapis.com/auth/documents.readonly" }
        /// The scope `https://www.googleapis.com/auth/drive`.
        public static var httpsWwwGoogleapisComAuthDrive: String { "https://www.googleapis.com/auth/drive" }
        /// The scope `https://www.googleapis.com/auth/drive.file`.
        public static var httpsWwwGoogleapisComAuthDriveFile: String { "https://www.googleapis.com/auth/drive.file" }
        /// The scope `https://www.googleapis.com/auth/drive.readonly`.
        public static var httpsWwwGoogleapisComAuthDriveReadonly: String { "https://www.googleapis.com/auth/drive.readonly" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Google Drive.
    public enum GoogleDrive {
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `https://www.googleapis.com/auth/drive`.
        public static var httpsWwwGoogleapisComAuthDrive: String { "https://www.googleapis.com/auth/drive" }
        /// The scope `https://www.googleapis.com/auth/drive.activity`.
        public static var httpsWwwGoogleapisComAuthDriveActivity: String { "https://www.googleapis.com/auth/drive.activity" }
        /// The scope `https://www.googleapis.com/auth/drive.activity.readonly`.
        public static var httpsWwwGoogleapisComAuthDriveActivityReadonly: String { "https://www.googleapis.com/auth/drive.activity.readonly" }
        /// The scope `https://www.googleapis.com/auth/drive.appdata`.
        public static var httpsWwwGoogleapisComAuthDriveAppdata: String { "https://www.googleapis.com/auth/drive.appdata" }
        /// The scope `https://www.googleapis.com/auth/drive.appfolder`.
        public static var httpsWwwGoogleapisComAuthDriveAppfolder: String { "https://www.googleapis.com/auth/drive.appfolder" }
        /// The scope `https://www.googleapis.com/auth/drive.apps.readonly`.
        public static var httpsWwwGoogleapisComAuthDriveAppsReadonly: String { "https://www.googleapis.com/auth/drive.apps.readonly" }
        /// The scope `https://www.googleapis.com/auth/drive.file`.
        public static var httpsWwwGoogleapisComAuthDriveFile: String { "https://www.googleapis.com/auth/drive.file" }
        /// The scope `https://www.googleapis.com/auth/drive.install`.
        public static var httpsWwwGoogleapisComAuthDriveInstall: String { "https://www.googleapis.com/auth/drive.install" }
        /// The scope `https://www.googleapis.com/auth/drive.meet.readonly`.
        public static var httpsWwwGoogleapisComAuthDriveMeetReadonly: String { "https://www.googleapis.com/auth/drive.meet.readonly" }
        /// The scope `https://www.googleapis.com/auth/drive.metadata`.
        public static var httpsWwwGoogleapisComAuthDriveMetadata: String { "https://www.googleapis.com/auth/drive.metadata" }
        /// The scope `https://www.googleapis.com/auth/drive.metadata.readonly`.
        public static var httpsWwwGoogleapisComAuthDriveMetadataReadonly: String { "https://www.googleapis.com/auth/drive.metadata.readonly" }
        /// The scope `https://www.googleapis.com/auth/drive.readonly`.
        public static var httpsWwwGoogleapisComAuthDriveReadonly: String { "https://www.googleapis.com/auth/drive.readonly" }
        /// The scope `https://www.googleapis.com/auth/drive.scripts`.
        public static var httpsWwwGoogleapisComAuthDriveScripts: String { "https://www.googleapis.com/auth/drive.scripts" }
        /// The scope `https://www.googleapis.com/auth/gcm_for_chrome`.
        public static var httpsWwwGoogleapisComAuthGcmForChrome: String { "https://www.googleapis.com/auth/gcm_for_chrome" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Google Forms.
    public enum GoogleForms {
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `https://www.googleapis.com/auth/drive`.
        public static var httpsWwwGoogleapisComAuthDrive: String { "https://www.googleapis.com/auth/drive" }
        /// The scope `https://www.googleapis.com/auth/drive.file`.
        public static var httpsWwwGoogleapisComAuthDriveFile: String { "https://www.googleapis.com/auth/drive.file" }
        /// The scope `https://www.googleapis.com/auth/drive.readonly`.
        public static var httpsWwwGoogleapisComAuthDriveReadonly: String { "https://www.googleapis.com/auth/drive.readonly" }
        /// The scope `https://www.googleapis.com/auth/forms.body`.
        public static var httpsWwwGoogleapisComAuthFormsBody: String { "https://www.googleapis.com/auth/forms.body" }
        /// The scope `https://www.googleapis.com/auth/forms.body.readonly`.
        public static var httpsWwwGoogleapisComAuthFormsBodyReadonly: String { "https://www.googleapis.com/auth/forms.body.readonly" }
        /// The scope `https://www.googleapis.com/auth/forms.responses.readonly`.
        public static var httpsWwwGoogleapisComAuthFormsResponsesReadonly: String { "https://www.googleapis.com/auth/forms.responses.readonly" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Gmail.
    public enum GoogleMail {
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `https://mail.google.com/`.
        public static var httpsMailGoogleCom: String { "https://mail.google.com/" }
        /// The scope `https://www.googleapis.com/auth/gmail.addons.current.action.compose`.
        public static var httpsWwwGoogleapisComAuthGmailAddonsCurrentActionCompose: String { "https://www.googleapis.com/auth/gmail.addons.current.action.compose" }
        /// The scope `https://www.googleapis.com/auth/gmail.addons.current.message.action`.
        public static var httpsWwwGoogleapisComAuthGmailAddonsCurrentMessageAction: String { "https://www.googleapis.com/auth/gmail.addons.current.message.action" }
        /// The scope `https://www.googleapis.com/auth/gmail.addons.current.message.metadata`.
        public static var httpsWwwGoogleapisComAuthGmailAddonsCurrentMessageMetadata: String { "https://www.googleapis.com/auth/gmail.addons.current.message.metadata" }
        /// The scope `https://www.googleapis.com/auth/gmail.addons.current.message.readonly`.
        public static var httpsWwwGoogleapisComAuthGmailAddonsCurrentMessageReadonly: String { "https://www.googleapis.com/auth/gmail.addons.current.message.readonly" }
        /// The scope `https://www.googleapis.com/auth/gmail.compose`.
        public static var httpsWwwGoogleapisComAuthGmailCompose: String { "https://www.googleapis.com/auth/gmail.compose" }
        /// The scope `https://www.googleapis.com/auth/gmail.insert`.
        public static var httpsWwwGoogleapisComAuthGmailInsert: String { "https://www.googleapis.com/auth/gmail.insert" }
        /// The scope `https://www.googleapis.com/auth/gmail.labels`.
        public static var httpsWwwGoogleapisComAuthGmailLabels: String { "https://www.googleapis.com/auth/gmail.labels" }
        /// The scope `https://www.googleapis.com/auth/gmail.metadata`.
        public static var httpsWwwGoogleapisComAuthGmailMetadata: String { "https://www.googleapis.com/auth/gmail.metadata" }
        /// The scope `https://www.googleapis.com/auth/gmail.modify`.
        public static var httpsWwwGoogleapisComAuthGmailModify: String { "https://www.googleapis.com/auth/gmail.modify" }
        /// The scope `https://www.googleapis.com/auth/gmail.readonly`.
        public static var httpsWwwGoogleapisComAuthGmailReadonly: String { "https://www.googleapis.com/auth/gmail.readonly" }
        /// The scope `https://www.googleapis.com/auth/gmail.send`.
        public static var httpsWwwGoogleapisComAuthGmailSend: String { "https://www.googleapis.com/auth/gmail.send" }
        /// The scope `https://www.googleapis.com/auth/gmail.settings.basic`.
        public static var httpsWwwGoogleapisComAuthGmailSettingsBasic: String { "https://www.googleapis.com/auth/gmail.settings.basic" }
        /// The scope `https://www.googleapis.com/auth/gmail.settings.sharing`.
        public static var httpsWwwGoogleapisComAuthGmailSettingsSharing: String { "https://www.googleapis.com/auth/gmail.settings.sharing" }
        /// The scope `https://www.googleapis.com/auth/plus.login`.
        public static var httpsWwwGoogleapisComAuthPlusLogin: String { "https://www.googleapis.com/auth/plus.login" }
        /// The scope `https://www.googleapis.com/auth/userinfo.email`.
        public static var httpsWwwGoogleapisComAuthUserinfoEmail: String { "https://www.googleapis.com/auth/userinfo.email" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Google Meet.
    public enum GoogleMeet {
        /// The scope `https://www.googleapis.com/auth/meetings.space.created`.
        public static var httpsWwwGoogleapisComAuthMeetingsSpaceCreated: String { "https://www.googleapis.com/auth/meetings.space.created" }
        /// The scope `https://www.googleapis.com/auth/meetings.space.readonly`.
        public static var httpsWwwGoogleapisComAuthMeetingsSpaceReadonly: String { "https://www.googleapis.com/auth/meetings.space.readonly" }
        /// The scope `https://www.googleapis.com/auth/meetings.space.settings`.
        public static var httpsWwwGoogleapisComAuthMeetingsSpaceSettings: String { "https://www.googleapis.com/auth/meetings.space.settings" }
    }
    /// Of Google Search Console.
    public enum GoogleSearchConsole {
        /// The scope `https://www.googleapis.com/auth/webmasters`.
        public static var httpsWwwGoogleapisComAuthWebmasters: String { "https://www.googleapis.com/auth/webmasters" }
        /// The scope `https://www.googleapis.com/auth/webmasters.readonly`.
        public static var httpsWwwGoogleapisComAuthWebmastersReadonly: String { "https://www.googleapis.com/auth/webmasters.readonly" }
    }
    /// Of Google Sheets.
    public enum GoogleSheet {
        /// The scope `https://www.googleapis.com/auth/drive`.
        public static var httpsWwwGoogleapisComAuthDrive: String { "https://www.googleapis.com/auth/drive" }
        /// The scope `https://www.googleapis.com/auth/drive.file`.
        public static var httpsWwwGoogleapisComAuthDriveFile: String { "https://www.googleapis.com/auth/drive.file" }
        /// The scope `https://www.googleapis.com/auth/drive.readonly`.
        public static var httpsWwwGoogleapisComAuthDriveReadonly: String { "https://www.googleapis.com/auth/drive.readonly" }
        /// The scope `https://www.googleapis.com/auth/spreadsheets`.
        public static var httpsWwwGoogleapisComAuthSpreadsheets: String { "https://www.googleapis.com/auth/spreadsheets" }
        /// The scope `https://www.googleapis.com/auth/spreadsheets.readonly`.
        public static var httpsWwwGoogleapisComAuthSpreadsheetsReadonly: String { "https://www.googleapis.com/auth/spreadsheets.readonly" }
    }
    /// Of Google Slides.
    public enum GoogleSlides {
        /// The scope `https://www.googleapis.com/auth/drive`.
        public static var httpsWwwGoogleapisComAuthDrive: String { "https://www.googleapis.com/auth/drive" }
        /// The scope `https://www.googleapis.com/auth/drive.file`.
        public static var httpsWwwGoogleapisComAuthDriveFile: String { "https://www.googleapis.com/auth/drive.file" }
        /// The scope `https://www.googleapis.com/auth/drive.readonly`.
        public static var httpsWwwGoogleapisComAuthDriveReadonly: String { "https://www.googleapis.com/auth/drive.readonly" }
        /// The scope `https://www.googleapis.com/auth/presentations`.
        public static var httpsWwwGoogleapisComAuthPresentations: String { "https://www.googleapis.com/auth/presentations" }
        /// The scope `https://www.googleapis.com/auth/presentations.readonly`.
        public static var httpsWwwGoogleapisComAuthPresentationsReadonly: String { "https://www.googleapis.com/auth/presentations.readonly" }
    }
    /// Of Google Tasks.
    public enum GoogleTasks {
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `https://www.googleapis.com/auth/gcm_for_chrome`.
        public static var httpsWwwGoogleapisComAuthGcmForChrome: String { "https://www.googleapis.com/auth/gcm_for_chrome" }
        /// The scope `https://www.googleapis.com/auth/taskqueue`.
        public static var httpsWwwGoogleapisComAuthTaskqueue: String { "https://www.googleapis.com/auth/taskqueue" }
        /// The scope `https://www.googleapis.com/auth/taskqueue.consumer`.
        public static var httpsWwwGoogleapisComAuthTaskqueueConsumer: String { "https://www.googleapis.com/auth/taskqueue.consumer" }
        /// The scope `https://www.googleapis.com/auth/tasks`.
        public static var httpsWwwGoogleapisComAuthTasks: String { "https://www.googleapis.com/auth/tasks" }
        /// The scope `https://www.googleapis.com/auth/tasks.readonly`.
        public static var httpsWwwGoogleapisComAuthTasksReadonly: String { "https://www.googleapis.com/auth/tasks.readonly" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Google Workspace.
    public enum GoogleWorkspace {
        /// The scope `email`.
        public static var email: String { "email" }
        /// See the people of the organisation.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryUserReadonly: String { "https://www.googleapis.com/auth/admin.directory.user.readonly" }
        /// See and change events of your calendars.
        public static var httpsWwwGoogleapisComAuthCalendarEvents: String { "https://www.googleapis.com/auth/calendar.events" }
        /// See your calendars.
        public static var httpsWwwGoogleapisComAuthCalendarReadonly: String { "https://www.googleapis.com/auth/calendar.readonly" }
        /// See your contacts.
        public static var httpsWwwGoogleapisComAuthContactsReadonly: String { "https://www.googleapis.com/auth/contacts.readonly" }
        /// See and change the files in Google Drive that you use with this app.
        public static var httpsWwwGoogleapisComAuthDriveFile: String { "https://www.googleapis.com/auth/drive.file" }
        /// See and download all your files in Google Drive.
        public static var httpsWwwGoogleapisComAuthDriveReadonly: String { "https://www.googleapis.com/auth/drive.readonly" }
        /// Read your e-mail and settings.
        public static var httpsWwwGoogleapisComAuthGmailReadonly: String { "https://www.googleapis.com/auth/gmail.readonly" }
        /// Send e-mail in your name.
        public static var httpsWwwGoogleapisComAuthGmailSend: String { "https://www.googleapis.com/auth/gmail.send" }
        /// See and change your spreadsheets.
        public static var httpsWwwGoogleapisComAuthSpreadsheets: String { "https://www.googleapis.com/auth/spreadsheets" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Google Workspace Admin.
    public enum GoogleWorkspaceAdmin {
        /// The scope `https://www.googleapis.com/auth/admin.directory.customer`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryCustomer: String { "https://www.googleapis.com/auth/admin.directory.customer" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.customer.readonly`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryCustomerReadonly: String { "https://www.googleapis.com/auth/admin.directory.customer.readonly" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.device.chromeos`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryDeviceChromeos: String { "https://www.googleapis.com/auth/admin.directory.device.chromeos" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.device.chromeos.readonly`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryDeviceChromeosReadonly: String { "https://www.googleapis.com/auth/admin.directory.device.chromeos.readonly" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.device.mobile`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryDeviceMobile: String { "https://www.googleapis.com/auth/admin.directory.device.mobile" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.device.mobile.action`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryDeviceMobileAction: String { "https://www.googleapis.com/auth/admin.directory.device.mobile.action" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.device.mobile.readonly`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryDeviceMobileReadonly: String { "https://www.googleapis.com/auth/admin.directory.device.mobile.readonly" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.domain`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryDomain: String { "https://www.googleapis.com/auth/admin.directory.domain" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.domain.readonly`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryDomainReadonly: String { "https://www.googleapis.com/auth/admin.directory.domain.readonly" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.group`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryGroup: String { "https://www.googleapis.com/auth/admin.directory.group" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.group.member`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryGroupMember: String { "https://www.googleapis.com/auth/admin.directory.group.member" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.group.member.readonly`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryGroupMemberReadonly: String { "https://www.googleapis.com/auth/admin.directory.group.member.readonly" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.group.readonly`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryGroupReadonly: String { "https://www.googleapis.com/auth/admin.directory.group.readonly" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.orgunit`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryOrgunit: String { "https://www.googleapis.com/auth/admin.directory.orgunit" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.orgunit.readonly`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryOrgunitReadonly: String { "https://www.googleapis.com/auth/admin.directory.orgunit.readonly" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.resource.calendar`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryResourceCalendar: String { "https://www.googleapis.com/auth/admin.directory.resource.calendar" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.resource.calendar.readonly`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryResourceCalendarReadonly: String { "https://www.googleapis.com/auth/admin.directory.resource.calendar.readonly" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.rolemanagement`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryRolemanagement: String { "https://www.googleapis.com/auth/admin.directory.rolemanagement" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.rolemanagement.readonly`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryRolemanagementReadonly: String { "https://www.googleapis.com/auth/admin.directory.rolemanagement.readonly" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.user`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryUser: String { "https://www.googleapis.com/auth/admin.directory.user" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.user.alias`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryUserAlias: String { "https://www.googleapis.com/auth/admin.directory.user.alias" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.user.alias.readonly`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryUserAliasReadonly: String { "https://www.googleapis.com/auth/admin.directory.user.alias.readonly" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.user.readonly`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryUserReadonly: String { "https://www.googleapis.com/auth/admin.directory.user.readonly" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.user.security`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryUserSecurity: String { "https://www.googleapis.com/auth/admin.directory.user.security" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.userschema`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryUserschema: String { "https://www.googleapis.com/auth/admin.directory.userschema" }
        /// The scope `https://www.googleapis.com/auth/admin.directory.userschema.readonly`.
        public static var httpsWwwGoogleapisComAuthAdminDirectoryUserschemaReadonly: String { "https://www.googleapis.com/auth/admin.directory.userschema.readonly" }
    }
    /// Of Gorgias.
    public enum Gorgias {
        /// The scope `account:read`.
        public static var accountRead: String { "account:read" }
        /// The scope `account:write`.
        public static var accountWrite: String { "account:write" }
        /// The scope `apps:read`.
        public static var appsRead: String { "apps:read" }
        /// The scope `apps:write`.
        public static var appsWrite: String { "apps:write" }
        /// The scope `custom_fields:read`.
        public static var customFieldsRead: String { "custom_fields:read" }
        /// The scope `custom_fields:write`.
        public static var customFieldsWrite: String { "custom_fields:write" }
        /// The scope `customers:read`.
        public static var customersRead: String { "customers:read" }
        /// The scope `customers:write`.
        public static var customersWrite: String { "customers:write" }
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `events:read`.
        public static var eventsRead: String { "events:read" }
        /// The scope `events:write`.
        public static var eventsWrite: String { "events:write" }
        /// The scope `integrations:read`.
        public static var integrationsRead: String { "integrations:read" }
        /// The scope `integrations:write`.
        public static var integrationsWrite: String { "integrations:write" }
        /// The scope `jobs:read`.
        public static var jobsRead: String { "jobs:read" }
        /// The scope `jobs:write`.
        public static var jobsWrite: String { "jobs:write" }
        /// The scope `macros:read`.
        public static var macrosRead: String { "macros:read" }
        /// The scope `macros:write`.
        public static var macrosWrite: String { "macros:write" }
        /// The scope `offline`.
        public static var offline: String { "offline" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
        /// The scope `rules:read`.
        public static var rulesRead: String { "rules:read" }
        /// The scope `rules:write`.
        public static var rulesWrite: String { "rules:write" }
        /// The scope `satisfaction_survey:read`.
        public static var satisfactionSurveyRead: String { "satisfaction_survey:read" }
        /// The scope `satisfaction_survey:write`.
        public static var satisfactionSurveyWrite: String { "satisfaction_survey:write" }
        /// The scope `statistics:read`.
        public static var statisticsRead: String { "statistics:read" }
        /// The scope `tags:read`.
        public static var tagsRead: String { "tags:read" }
        /// The scope `tags:write`.
        public static var tagsWrite: String { "tags:write" }
        /// The scope `tickets:read`.
        public static var ticketsRead: String { "tickets:read" }
        /// The scope `tickets:write`.
        public static var ticketsWrite: String { "tickets:write" }
        /// The scope `users:read`.
        public static var usersRead: String { "users:read" }
        /// The scope `users:write`.
        public static var usersWrite: String { "users:write" }
    }
    /// Of Greenhouse.
    public enum Greenhouse {
        /// The scope `candidates.create`.
        public static var candidatesCreate: String { "candidates.create" }
        /// The scope `candidates.view`.
        public static var candidatesView: String { "candidates.view" }
        /// The scope `harvest:applications:list`.
        public static var harvestApplicationsList: String { "harvest:applications:list" }
        /// The scope `harvest:candidates:create`.
        public static var harvestCandidatesCreate: String { "harvest:candidates:create" }
        /// The scope `harvest:candidates:list`.
        public static var harvestCandidatesList: String { "harvest:candidates:list" }
        /// The scope `harvest:candidates:update`.
        public static var harvestCandidatesUpdate: String { "harvest:candidates:update" }
        /// The scope `harvest:interviews:list`.
        public static var harvestInterviewsList: String { "harvest:interviews:list" }
        /// The scope `harvest:job_posts:list`.
        public static var harvestJobPostsList: String { "harvest:job_posts:list" }
        /// The scope `harvest:jobs:list`.
        public static var harvestJobsList: String { "harvest:jobs:list" }
        /// The scope `harvest:notes:create`.
        public static var harvestNotesCreate: String { "harvest:notes:create" }
        /// The scope `harvest:scorecards:list`.
        public static var harvestScorecardsList: String { "harvest:scorecards:list" }
        /// The scope `jobs.view`.
        public static var jobsView: String { "jobs.view" }
        /// The scope `prospect_pools.view`.
        public static var prospectPoolsView: String { "prospect_pools.view" }
    }
    /// Of Gumroad.
    public enum Gumroad {
        /// The scope `view_sales`.
        public static var viewSales: String { "view_sales" }
    }
    /// Of Gusto.
    public enum Gusto {
        /// The scope `access_token:read`.
        public static var accessTokenRead: String { "access_token:read" }
        /// The scope `accounting_integrations:read`.
        public static var accountingIntegrationsRead: String { "accounting_integrations:read" }
        /// The scope `accounting_integrations:write`.
        public static var accountingIntegrationsWrite: String { "accounting_integrations:write" }
        /// The scope `accounts:write`.
        public static var accountsWrite: String { "accounts:write" }
        /// The scope `ach_transactions:read`.
        public static var achTransactionsRead: String { "ach_transactions:read" }
        /// The scope `ardius_data:read`.
        public static var ardiusDataRead: String { "ardius_data:read" }
        /// The scope `ardius_data:write`.
        public static var ardiusDataWrite: String { "ardius_data:write" }
        /// The scope `ardius_system_data:write`.
        public static var ardiusSystemDataWrite: String { "ardius_system_data:write" }
        /// The scope `authentication_service_api:read`.
        public static var authenticationServiceApiRead: String { "authentication_service_api:read" }
        /// The scope `authentication_service_api:write`.
        public static var authenticationServiceApiWrite: String { "authentication_service_api:write" }
        /// The scope `benefits:read`.
        public static var benefitsRead: String { "benefits:read" }
        /// The scope `break_policies:read`.
        public static var breakPoliciesRead: String { "break_policies:read" }
        /// The scope `break_policies:write`.
        public static var breakPoliciesWrite: String { "break_policies:write" }
        /// The scope `companies:disconnect_app_integration`.
        public static var companiesDisconnectAppIntegration: String { "companies:disconnect_app_integration" }
        /// The scope `companies:read`.
        public static var companiesRead: String { "companies:read" }
        /// The scope `companies:read:limited`.
        public static var companiesReadLimited: String { "companies:read:limited" }
        /// The scope `companies:write`.
        public static var companiesWrite: String { "companies:write" }
        /// The scope `company_admin:read`.
        public static var companyAdminRead: String { "company_admin:read" }
        /// The scope `company_admin:write`.
        public static var companyAdminWrite: String { "company_admin:write" }
        /// The scope `company_attachments:read`.
        public static var companyAttachmentsRead: String { "company_attachments:read" }
        /// The scope `company_attachments:write`.
        public static var companyAttachmentsWrite: String { "company_attachments:write" }
        /// The scope `company_bank_accounts:read`.
        public static var companyBankAccountsRead: String { "company_bank_accounts:read" }
        /// The scope `company_bank_accounts:write`.
        public static var companyBankAccountsWrite: String { "company_bank_accounts:write" }
        /// The scope `company_benefits:read`.
        public static var companyBenefitsRead: String { "company_benefits:read" }
        /// The scope `company_benefits:read:phi`.
        public static var companyBenefitsReadPhi: String { "company_benefits:read:phi" }
        /// The scope `company_benefits:write`.
        public static var companyBenefitsWrite: String { "company_benefits:write" }
        /// The scope `company_benefits:write:benefit_type_limited`.
        public static var companyBenefitsWriteBenefitTypeLimited: String { "company_benefits:write:benefit_type_limited" }
        /// The scope `company_earned_wage_access:manage`.
        public static var companyEarnedWageAccessManage: String { "company_earned_wage_access:manage" }
        /// The scope `company_earned_wage_access:read`.
        public static var companyEarnedWageAccessRead: String { "company_earned_wage_access:read" }
        /// The scope `company_federal_taxes:read`.
        public static var companyFederalTaxesRead: String { "company_federal_taxes:read" }
        /// The scope `company_federal_taxes:write`.
        public static var companyFederalTaxesWrite: String { "company_federal_taxes:write" }
        /// The scope `company_forms:read`.
        public static var companyFormsRead: String { "company_forms:read" }
        /// The scope `company_forms:sign`.
        public static var companyFormsSign: String { "company_forms:sign" }
        /// The scope `company_onboarding_status:bulk_read`.
        public static var companyOnboardingStatusBulkRead: String { "company_onboarding_status:bulk_read" }
        /// The scope `company_onboarding_status:read`.
        public static var companyOnboardingStatusRead: String { "company_onboarding_status:read" }
        /// The scope `company_payment_configs:read`.
        public static var companyPaymentConfigsRead: String { "company_payment_configs:read" }
        /// The scope `company_payment_configs:write`.
        public static var companyPaymentConfigsWrite: String { "company_payment_configs:write" }
        /// The scope `company_reports:read`.
        public static var companyReportsRead: String { "company_reports:read" }
        /// The scope `company_reports:read:tier_2_only`.
        public static var companyReportsReadTier2Only: String { "company_reports:read:tier_2_only" }
        /// The scope `company_reports:write`.
        public static var companyReportsWrite: String { "company_reports:write" }
        /// The scope `company_reports:write:general_ledger`.
        public static var companyReportsWriteGeneralLedger: String { "company_reports:write:general_ledger" }
        /// The scope `company_suspensions:read`.
        public static var companySuspensionsRead: String { "company_suspensions:read" }
        /// The scope `company_suspensions:write`.
        public static var companySuspensionsWrite: String { "company_suspensions:write" }
        /// The scope `company_tax_requirements:read`.
        public static var companyTaxRequirementsRead: String { "company_tax_requirements:read" }
        /// The scope `company_tax_requirements:write`.
        public static var companyTaxRequirementsWrite: String { "company_tax_requirements:write" }
        /// The scope `compensations:read`.
        public static var compensationsRead: String { "compensations:read" }
        /// The scope `compensations:write`.
        public static var compensationsWrite: String { "compensations:write" }
        /// The scope `config_flows:write`.
        public static var configFlowsWrite: String { "config_flows:write" }
        /// The scope `contractor_documents:read`.
        public static var contractorDocumentsRead: String { "contractor_documents:read" }
        /// The scope `contractor_documents:write`.
        public static var contractorDocumentsWrite: String { "contractor_documents:write" }
        /// The scope `contractor_forms:read`.
        public static var contractorFormsRead: String { "contractor_forms:read" }
        /// The scope `contractor_pay_stubs:read`.
        public static var contractorPayStubsRead: String { "contractor_pay_stubs:read" }
        /// The scope `contractor_payment_methods:read`.
        public static var contractorPaymentMethodsRead: String { "contractor_payment_methods:read" }
        /// The scope `contractor_payment_methods:read:account_number`.
        public static var contractorPaymentMethodsReadAccountNumber: String { "contractor_payment_methods:read:account_number" }
        /// The scope `contractor_payment_methods:write`.
        public static var contractorPaymentMethodsWrite: String { "contractor_payment_methods:write" }
        /// The scope `contractors:manage`.
        public static var contractorsManage: String { "contractors:manage" }
        /// The scope `contractors:read`.
        public static var contractorsRead: String { "contractors:read" }
        /// The scope `contractors:write`.
        public static var contractorsWrite: String { "contractors:write" }
        /// The scope `cx_portal_access_tokens:write`.
        public static var cxPortalAccessTokensWrite: String { "cx_portal_access_tokens:write" }
        /// The scope `cx_portal_users_management:write`.
        public static var cxPortalUsersManagementWrite: String { "cx_portal_users_management:write" }
        /// The scope `demo_notifications:write`.
        public static var demoNotificationsWrite: String { "demo_notifications:write" }
        /// The scope `departments:read`.
        public static var departmentsRead: String { "departments:read" }
        /// The scope `departments:write`.
        public static var departmentsWrite: String { "departments:write" }
        /// The scope `earned_wage_access:manage`.
        public static var earnedWageAccessManage: String { "earned_wage_access:manage" }
        /// The scope `earned_wage_access:read`.
        public static var earnedWageAccessRead: String { "earned_wage_access:read" }
        /// The scope `earned_wage_access:write`.
        public static var earnedWageAccessWrite: String { "earned_wage_access:write" }
        /// The scope `elevate_employees:read`.
        public static var elevateEmployeesRead: String { "elevate_employees:read" }
        /// The scope `employee_benefits:read`.
        public static var employeeBenefitsRead: String { "employee_benefits:read" }
        /// The scope `employee_benefits:read:phi`.
        public static var employeeBenefitsReadPhi: String { "employee_benefits:read:phi" }
        /// The scope `employee_benefits:write`.
        public static var employeeBenefitsWrite: String { "employee_benefits:write" }
        /// The scope `employee_benefits:write:benefit_type_limited`.
        public static var employeeBenefitsWriteBenefitTypeLimited: String { "employee_benefits:write:benefit_type_limited" }
        /// The scope `employee_federal_taxes:read`.
        public static var employeeFederalTaxesRead: String { "employee_federal_taxes:read" }
        /// The scope `employee_federal_taxes:write`.
        public static var employeeFederalTaxesWrite: String { "employee_federal_taxes:write" }
        /// The scope `employee_forms:read`.
        public static var employeeFormsRead: String { "employee_forms:read" }
        /// The scope `employee_forms:sign`.
        public static var employeeFormsSign: String { "employee_forms:sign" }
        /// The scope `employee_payment_methods:read`.
        public static var employeePaymentMethodsRead: String { "employee_payment_methods:read" }
        /// The scope `employee_payment_methods:read:account_number`.
        public static var employeePaymentMethodsReadAccountNumber: String { "employee_payment_methods:read:account_number" }
        /// The scope `employee_payment_methods:write`.
        public static var employeePaymentMethodsWrite: String { "employee_payment_methods:write" }
        /// The scope `employee_state_taxes:read`.
        public static var employeeStateTaxesRead: String { "employee_state_taxes:read" }
        /// The scope `employee_state_taxes:write`.
        public static var employeeStateTaxesWrite: String { "employee_state_taxes:write" }
        /// The scope `employee_time_off_activities:read`.
        public static var employeeTimeOffActivitiesRead: String { "employee_time_off_activities:read" }
        /// The scope `employees:manage`.
        public static var employeesManage: String { "employees:manage" }
        /// The scope `employees:read`.
        public static var employeesRead: String { "employees:read" }
        /// The scope `employees:write`.
        public static var employeesWrite: String { "employees:write" }
        /// The scope `employees_with_ssn:read`.
        public static var employeesWithSsnRead: String { "employees_with_ssn:read" }
        /// The scope `employments:read`.
        public static var employmentsRead: String { "employments:read" }
        /// The scope `employments:write`.
        public static var employmentsWrite: String { "employments:write" }
        /// The scope `equifax_verification:read`.
        public static var equifaxVerificationRead: String { "equifax_verification:read" }
        /// The scope `events:read`.
        public static var eventsRead: String { "events:read" }
        /// The scope `external_payrolls:read`.
        public static var externalPayrollsRead: String { "external_payrolls:read" }
        /// The scope `external_payrolls:write`.
        public static var externalPayrollsWrite: String { "external_payrolls:write" }
        /// The scope `flows:write`.
        public static var flowsWrite: String { "flows:write" }
        /// The scope `garnishments:read`.
        public static var garnishmentsRead: String { "garnishments:read" }
        /// The scope `garnishments:write`.
        public static var garnishmentsWrite: String { "garnishments:write" }
        /// The scope `generated_documents:read`.
        public static var generatedDocumentsRead: String { "generated_documents:read" }
        /// The scope `generated_documents:write`.
        public static var generatedDocumentsWrite: String { "generated_documents:write" }
        /// The scope `graphql:internal`.
        public static var graphqlInternal: String { "graphql:internal" }
        /// The scope `gusto_earned_wage_access_clair_api:manage`.
        public static var gustoEarnedWageAccessClairApiManage: String { "gusto_earned_wage_access_clair_api:manage" }
        /// The scope `gusto_wallet_accounts:read`.
        public static var gustoWalletAccountsRead: String { "gusto_wallet_accounts:read" }
        /// The scope `health_insurance:read`.
        public static var healthInsuranceRead: String { "health_insurance:read" }
        /// The scope `health_insurance:write`.
        public static var healthInsuranceWrite: String { "health_insurance:write" }
        /// The scope `holiday_pay_policies:read`.
        public static var holidayPayPoliciesRead: String { "holiday_pay_policies:read" }
        /// The scope `holiday_pay_policies:write`.
        public static var holidayPayPoliciesWrite: String { "holiday_pay_policies:write" }
        /// The scope `i9_authorizations:manage`.
        public static var i9AuthorizationsManage: String { "i9_authorizations:manage" }
        /// The scope `i9_authorizations:read`.
        public static var i9AuthorizationsRead: String { "i9_authorizations:read" }
        /// The scope `i9_authorizations:write`.
        public static var i9AuthorizationsWrite: String { "i9_authorizations:write" }
        /// The scope `information_requests:read`.
        public static var informationRequestsRead: String { "information_requests:read" }
        /// The scope `information_requests:read:required_questions`.
        public static var informationRequestsReadRequiredQuestions: String { "information_requests:read:required_questions" }
        /// The scope `information_requests:write`.
        public static var informationRequestsWrite: String { "information_requests:write" }
        /// The scope `integrations:authorize`.
        public static var integrationsAuthorize: String { "integrations:authorize" }
        /// The scope `invoices:read`.
        public static var invoicesRead: String { "invoices:read" }
        /// The scope `jobs:read`.
        public static var jobsRead: String { "jobs:read" }
        /// The scope `jobs:write`.
        public static var jobsWrite: String { "jobs:write" }
        /// The scope `kiosk_time_tracking:read`.
        public static var kioskTimeTrackingRead: String { "kiosk_time_tracking:read" }
        /// The scope `kiosk_time_tracking:update`.
        public static var kioskTimeTrackingUpdate: String { "kiosk_time_tracking:update" }
        /// The scope `melio_profile:read`.
        public static var melioProfileRead: String { "melio_profile:read" }
        /// The scope `member_portal_access_tokens:write`.
        public static var memberPortalAccessTokensWrite: String { "member_portal_access_tokens:write" }
        /// The scope `member_portal_invitation:internal`.
        public static var memberPortalInvitationInternal: String { "member_portal_invitation:internal" }
        /// The scope `member_portal_invitation:read`.
        public static var memberPortalInvitationRead: String { "member_portal_invitation:read" }
        /// The scope `member_portal_invitation:write`.
        public static var memberPortalInvitationWrite: String { "member_portal_invitation:write" }
        /// The scope `notifications:read`.
        public static var notificationsRead: String { "notifications:read" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `overtime_policies:read`.
        public static var overtimePoliciesRead: String { "overtime_policies:read" }
        /// The scope `overtime_policies:write`.
        public static var overtimePoliciesWrite: String { "overtime_policies:write" }
        /// The scope `partner_disbursements:read`.
        public static var partnerDisbursementsRead: String { "partner_disbursements:read" }
        /// The scope `partner_disbursements:write`.
        public static var partnerDisbursementsWrite: String { "partner_disbursements:write" }
        /// The scope `partner_external_user_mappings:write`.
        public static var partnerExternalUserMappingsWrite: String { "partner_external_user_mappings:write" }
        /// The scope `partner_managed_canadian_companies:manage`.
        public static var partnerManagedCanadianCompaniesManage: String { "partner_managed_canadian_companies:manage" }
        /// The scope `partner_managed_companies:manage`.
        public static var partnerManagedCompaniesManage: String { "partner_managed_companies:manage" }
        /// The scope `partner_managed_companies:read`.
        public static var partnerManagedCompaniesRead: String { "partner_managed_companies:read" }
        /// The scope `partner_managed_companies:write`.
        public static var partnerManagedCompaniesWrite: String { "partner_managed_companies:write" }
        /// The scope `partner_portal_invitation:write`.
        public static var partnerPortalInvitationWrite: String { "partner_portal_invitation:write" }
        /// The scope `pay_schedules:read`.
        public static var paySchedulesRead: String { "pay_schedules:read" }
        /// The scope `pay_schedules:write`.
        public static var paySchedulesWrite: String { "pay_schedules:write" }
        /// The scope `pay_stubs:read`.
        public static var payStubsRead: String { "pay_stubs:read" }
        /// The scope `payroll_activity:read`.
        public static var payrollActivityRead: String { "payroll_activity:read" }
        /// The scope `payroll_digests:read`.
        public static var payrollDigestsRead: String { "payroll_digests:read" }
        /// The scope `payroll_digests:write`.
        public static var payrollDigestsWrite: String { "payroll_digests:write" }
        /// The scope `payroll_syncs:read`.
        public static var payrollSyncsRead: String { "payroll_syncs:read" }
        /// The scope `payroll_syncs:write`.
        public static var payrollSyncsWrite: String { "payroll_syncs:write" }
        /// The scope `payrolls:read`.
        public static var payrollsRead: String { "payrolls:read" }
        /// The scope `payrolls:run`.
        public static var payrollsRun: String { "payrolls:run" }
        /// The scope `payrolls:write`.
        public static var payrollsWrite: String { "payrolls:write" }
        /// The scope `people_batches:read`.
        public static var peopleBatchesRead: String { "people_batches:read" }
        /// The scope `people_batches:write`.
        public static var peopleBatchesWrite: String { "people_batches:write" }
        /// The scope `plaid:write`.
        public static var plaidWrite: String { "plaid:write" }
        /// The scope `plaid_fdx:read:accounts`.
        public static var plaidFdxReadAccounts: String { "plaid_fdx:read:accounts" }
        /// The scope `plaid_fdx:read:contacts`.
        public static var plaidFdxReadContacts: String { "plaid_fdx:read:contacts" }
        /// The scope `plaid_fdx:read:transactions`.
        public static var plaidFdxReadTransactions: String { "plaid_fdx:read:transactions" }
        /// The scope `plaid_processor:write`.
        public static var plaidProcessorWrite: String { "plaid_processor:write" }
    }
    /// Of Harvest.
    public enum Harvest {
        /// The scope `all`.
        public static var all: String { "all" }
        /// The scope `forecast:all`.
        public static var forecastAll: String { "forecast:all" }
        /// The scope `harvest:all`.
        public static var harvestAll: String { "harvest:all" }
    }
    /// Of Heroku.
    public enum Heroku {
        /// The scope `global`.
        public static var global: String { "global" }
        /// The scope `identity`.
        public static var identity: String { "identity" }
        /// The scope `read`.
        public static var read: String { "read" }
        /// The scope `read-protected`.
        public static var readProtected: String { "read-protected" }
        /// The scope `write`.
        public static var write: String { "write" }
        /// The scope `write-protected`.
        public static var writeProtected: String { "write-protected" }
    }
    /// Of HighLevel.
    public enum Highlevel {
        /// The scope `adPublishing.readOnly`.
        public static var adPublishingReadOnly: String { "adPublishing.readOnly" }
        /// The scope `adPublishing.write`.
        public static var adPublishingWrite: String { "adPublishing.write" }
        /// The scope `associations.readonly`.
        public static var associationsReadonly: String { "associations.readonly" }
        /// The scope `associations.write`.
        public static var associationsWrite: String { "associations.write" }
        /// The scope `associations/relation.readonly`.
        public static var associationsRelationReadonly: String { "associations/relation.readonly" }
        /// The scope `associations/relation.write`.
        public static var associationsRelationWrite: String { "associations/relation.write" }
        /// The scope `blogs/author.readonly`.
        public static var blogsAuthorReadonly: String { "blogs/author.readonly" }
        /// The scope `blogs/category.readonly`.
        public static var blogsCategoryReadonly: String { "blogs/category.readonly" }
        /// The scope `blogs/check-slug.readonly`.
        public static var blogsCheckSlugReadonly: String { "blogs/check-slug.readonly" }
        /// The scope `blogs/post-update.write`.
        public static var blogsPostUpdateWrite: String { "blogs/post-update.write" }
        /// The scope `blogs/post.write`.
        public static var blogsPostWrite: String { "blogs/post.write" }
        /// The scope `businesses.readonly`.
        public static var businessesReadonly: String { "businesses.readonly" }
        /// The scope `businesses.write`.
        public static var businessesWrite: String { "businesses.write" }
        /// The scope `calendars.readonly`.
        public static var calendarsReadonly: String { "calendars.readonly" }
        /// The scope `calendars.write`.
        public static var calendarsWrite: String { "calendars.write" }
        /// The scope `calendars/events.readonly`.
        public static var calendarsEventsReadonly: String { "calendars/events.readonly" }
        /// The scope `calendars/events.write`.
        public static var calendarsEventsWrite: String { "calendars/events.write" }
        /// The scope `calendars/groups.readonly`.
        public static var calendarsGroupsReadonly: String { "calendars/groups.readonly" }
        /// The scope `calendars/groups.write`.
        public static var calendarsGroupsWrite: String { "calendars/groups.write" }
        /// The scope `calendars/resources.readonly`.
        public static var calendarsResourcesReadonly: String { "calendars/resources.readonly" }
        /// The scope `calendars/resources.write`.
        public static var calendarsResourcesWrite: String { "calendars/resources.write" }
        /// The scope `campaigns.readonly`.
        public static var campaignsReadonly: String { "campaigns.readonly" }
        /// The scope `charges.readonly`.
        public static var chargesReadonly: String { "charges.readonly" }
        /// The scope `charges.write`.
        public static var chargesWrite: String { "charges.write" }
        /// The scope `companies.readonly`.
        public static var companiesReadonly: String { "companies.readonly" }
        /// The scope `contacts.readonly`.
        public static var contactsReadonly: String { "contacts.readonly" }
        /// The scope `contacts.write`.
        public static var contactsWrite: String { "contacts.write" }
        /// The scope `conversations.readonly`.
        public static var conversationsReadonly: String { "conversations.readonly" }
        /// The scope `conversations.write`.
        public static var conversationsWrite: String { "conversations.write" }
        /// The scope `conversations/message.readonly`.
        public static var conversationsMessageReadonly: String { "conversations/message.readonly" }
        /// The scope `conversations/message.write`.
        public static var conversationsMessageWrite: String { "conversations/message.write" }
        /// The scope `courses.write`.
        public static var coursesWrite: String { "courses.write" }
        /// The scope `custom-menu-link.readonly`.
        public static var customMenuLinkReadonly: String { "custom-menu-link.readonly" }
        /// The scope `custom-menu-link.write`.
        public static var customMenuLinkWrite: String { "custom-menu-link.write" }
        /// The scope `documents_contracts/list.readonly`.
        public static var documentsContractsListReadonly: String { "documents_contracts/list.readonly" }
        /// The scope `documents_contracts/sendlink.write`.
        public static var documentsContractsSendlinkWrite: String { "documents_contracts/sendlink.write" }
        /// The scope `documents_contracts_templates/list.readonly`.
        public static var documentsContractsTemplatesListReadonly: String { "documents_contracts_templates/list.readonly" }
        /// The scope `documents_contracts_templates/sendlink.write`.
        public static var documentsContractsTemplatesSendlinkWrite: String { "documents_contracts_templates/sendlink.write" }
        /// The scope `emails/builder.readonly`.
        public static var emailsBuilderReadonly: String { "emails/builder.readonly" }
        /// The scope `emails/builder.write`.
        public static var emailsBuilderWrite: String { "emails/builder.write" }
        /// The scope `emails/schedule.readonly`.
        public static var emailsScheduleReadonly: String { "emails/schedule.readonly" }
        /// The scope `forms.readonly`.
        public static var formsReadonly: String { "forms.readonly" }
        /// The scope `forms.write`.
        public static var formsWrite: String { "forms.write" }
        /// The scope `funnels/funnel.readonly`.
        public static var funnelsFunnelReadonly: String { "funnels/funnel.readonly" }
        /// The scope `funnels/page.readonly`.
        public static var funnelsPageReadonly: String { "funnels/page.readonly" }
        /// The scope `funnels/pagecount.readonly`.
        public static var funnelsPagecountReadonly: String { "funnels/pagecount.readonly" }
        /// The scope `funnels/redirect.readonly`.
        public static var funnelsRedirectReadonly: String { "funnels/redirect.readonly" }
        /// The scope `funnels/redirect.write`.
        public static var funnelsRedirectWrite: String { "funnels/redirect.write" }
        /// The scope `invoices.readonly`.
        public static var invoicesReadonly: String { "invoices.readonly" }
        /// The scope `invoices.write`.
        public static var invoicesWrite: String { "invoices.write" }
        /// The scope `invoices/estimate.readonly`.
        public static var invoicesEstimateReadonly: String { "invoices/estimate.readonly" }
        /// The scope `invoices/estimate.write`.
        public static var invoicesEstimateWrite: String { "invoices/estimate.write" }
        /// The scope `invoices/schedule.readonly`.
        public static var invoicesScheduleReadonly: String { "invoices/schedule.readonly" }
        /// The scope `invoices/schedule.write`.
        public static var invoicesScheduleWrite: String { "invoices/schedule.write" }
        /// The scope `invoices/template.readonly`.
        public static var invoicesTemplateReadonly: String { "invoices/template.readonly" }
        /// The scope `invoices/template.write`.
        public static var invoicesTemplateWrite: String { "invoices/template.write" }
        /// The scope `links.readonly`.
        public static var linksReadonly: String { "links.readonly" }
        /// The scope `links.write`.
        public static var linksWrite: String { "links.write" }
        /// The scope `locations.readonly`.
        public static var locationsReadonly: String { "locations.readonly" }
        /// The scope `locations.write`.
        public static var locationsWrite: String { "locations.write" }
        /// The scope `locations/customFields.readonly`.
        public static var locationsCustomFieldsReadonly: String { "locations/customFields.readonly" }
        /// The scope `locations/customFields.write`.
        public static var locationsCustomFieldsWrite: String { "locations/customFields.write" }
        /// The scope `locations/customValues.readonly`.
        public static var locationsCustomValuesReadonly: String { "locations/customValues.readonly" }
        /// The scope `locations/customValues.write`.
        public static var locationsCustomValuesWrite: String { "locations/customValues.write" }
        /// The scope `locations/tags.readonly`.
        public static var locationsTagsReadonly: String { "locations/tags.readonly" }
        /// The scope `locations/tags.write`.
        public static var locationsTagsWrite: String { "locations/tags.write" }
        /// The scope `locations/tasks.readonly`.
        public static var locationsTasksReadonly: String { "locations/tasks.readonly" }
        /// The scope `locations/templates.readonly`.
        public static var locationsTemplatesReadonly: String { "locations/templates.readonly" }
        /// The scope `marketplace-installer-details.readonly`.
        public static var marketplaceInstallerDetailsReadonly: String { "marketplace-installer-details.readonly" }
        /// The scope `medias.readonly`.
        public static var mediasReadonly: String { "medias.readonly" }
        /// The scope `medias.write`.
        public static var mediasWrite: String { "medias.write" }
        /// The scope `numberpools.read`.
        public static var numberpoolsRead: String { "numberpools.read" }
        /// The scope `oauth.readonly`.
        public static var oauthReadonly: String { "oauth.readonly" }
        /// The scope `oauth.write`.
        public static var oauthWrite: String { "oauth.write" }
        /// The scope `objects/record.readonly`.
        public static var objectsRecordReadonly: String { "objects/record.readonly" }
        /// The scope `objects/record.write`.
        public static var objectsRecordWrite: String { "objects/record.write" }
        /// The scope `objects/schema.readonly`.
        public static var objectsSchemaReadonly: String { "objects/schema.readonly" }
        /// The scope `objects/schema.write`.
        public static var objectsSchemaWrite: String { "objects/schema.write" }
        /// The scope `opportunities.readonly`.
        public static var opportunitiesReadonly: String { "opportunities.readonly" }
        /// The scope `opportunities.write`.
        public static var opportunitiesWrite: String { "opportunities.write" }
        /// The scope `payments/coupons.readonly`.
        public static var paymentsCouponsReadonly: String { "payments/coupons.readonly" }
        /// The scope `payments/coupons.write`.
        public static var paymentsCouponsWrite: String { "payments/coupons.write" }
        /// The scope `payments/custom-provider.readonly`.
        public static var paymentsCustomProviderReadonly: String { "payments/custom-provider.readonly" }
        /// The scope `payments/custom-provider.write`.
        public static var paymentsCustomProviderWrite: String { "payments/custom-provider.write" }
        /// The scope `payments/integration.readonly`.
        public static var paymentsIntegrationReadonly: String { "payments/integration.readonly" }
        /// The scope `payments/integration.write`.
        public static var paymentsIntegrationWrite: String { "payments/integration.write" }
        /// The scope `payments/orders.readonly`.
        public static var paymentsOrdersReadonly: String { "payments/orders.readonly" }
        /// The scope `payments/orders.write`.
        public static var paymentsOrdersWrite: String { "payments/orders.write" }
        /// The scope `payments/subscriptions.readonly`.
        public static var paymentsSubscriptionsReadonly: String { "payments/subscriptions.readonly" }
        /// The scope `payments/transactions.readonly`.
        public static var paymentsTransactionsReadonly: String { "payments/transactions.readonly" }
        /// The scope `phonenumbers.read`.
        public static var phonenumbersRead: String { "phonenumbers.read" }
        /// The scope `products.readonly`.
        public static var productsReadonly: String { "products.readonly" }
        /// The scope `products.write`.
        public static var productsWrite: String { "products.write" }
        /// The scope `products/collection.readonly`.
        public static var productsCollectionReadonly: String { "products/collection.readonly" }
        /// The scope `products/collection.write`.
        public static var productsCollectionWrite: String { "products/collection.write" }
        /// The scope `products/prices.readonly`.
        public static var productsPricesReadonly: String { "products/prices.readonly" }
        /// The scope `products/prices.write`.
        public static var productsPricesWrite: String { "products/prices.write" }
        /// The scope `saas/company.write`.
        public static var saasCompanyWrite: String { "saas/company.write" }
        /// The scope `saas/location.read`.
        public static var saasLocationRead: String { "saas/location.read" }
        /// The scope `saas/location.write`.
        public static var saasLocationWrite: String { "saas/location.write" }
        /// The scope `snapshots.readonly`.
        public static var snapshotsReadonly: String { "snapshots.readonly" }
        /// The scope `snapshots.write`.
        public static var snapshotsWrite: String { "snapshots.write" }
        /// The scope `socialplanner/account.readonly`.
        public static var socialplannerAccountReadonly: String { "socialplanner/account.readonly" }
        /// The scope `socialplanner/account.write`.
        public static var socialplannerAccountWrite: String { "socialplanner/account.write" }
        /// The scope `socialplanner/category.readonly`.
        public static var socialplannerCategoryReadonly: String { "socialplanner/category.readonly" }
        /// The scope `socialplanner/csv.readonly`.
        public static var socialplannerCsvReadonly: String { "socialplanner/csv.readonly" }
        /// The scope `socialplanner/csv.write`.
        public static var socialplannerCsvWrite: String { "socialplanner/csv.write" }
        /// The scope `socialplanner/oauth.readonly`.
        public static var socialplannerOauthReadonly: String { "socialplanner/oauth.readonly" }
        /// The scope `socialplanner/oauth.write`.
        public static var socialplannerOauthWrite: String { "socialplanner/oauth.write" }
        /// The scope `socialplanner/post.readonly`.
        public static var socialplannerPostReadonly: String { "socialplanner/post.readonly" }
        /// The scope `socialplanner/post.write`.
        public static var socialplannerPostWrite: String { "socialplanner/post.write" }
        /// The scope `socialplanner/statistics.readonly`.
        public static var socialplannerStatisticsReadonly: String { "socialplanner/statistics.readonly" }
        /// The scope `socialplanner/tag.readonly`.
        public static var socialplannerTagReadonly: String { "socialplanner/tag.readonly" }
        /// The scope `surveys.readonly`.
        public static var surveysReadonly: String { "surveys.readonly" }
        /// The scope `users.readonly`.
        public static var usersReadonly: String { "users.readonly" }
        /// The scope `users.write`.
        public static var usersWrite: String { "users.write" }
        /// The scope `voice-ai-agent-goals.readonly`.
        public static var voiceAiAgentGoalsReadonly: String { "voice-ai-agent-goals.readonly" }
        /// The scope `voice-ai-agent-goals.write`.
        public static var voiceAiAgentGoalsWrite: String { "voice-ai-agent-goals.write" }
        /// The scope `voice-ai-agents.readonly`.
        public static var voiceAiAgentsReadonly: String { "voice-ai-agents.readonly" }
        /// The scope `voice-ai-agents.write`.
        public static var voiceAiAgentsWrite: String { "voice-ai-agents.write" }
        /// The scope `voice-ai-dashboard.readonly`.
        public static var voiceAiDashboardReadonly: String { "voice-ai-dashboard.readonly" }
        /// The scope `workflows.readonly`.
        public static var workflowsReadonly: String { "workflows.readonly" }
    }
    /// Of HubSpot.
    public enum Hubspot {
        /// The scope `account-info.security.read`.
        public static var accountInfoSecurityRead: String { "account-info.security.read" }
        /// The scope `accounting`.
        public static var accounting: String { "accounting" }
        /// The scope `actions`.
        public static var actions: String { "actions" }
        /// The scope `analytics.behavioral_events.send`.
        public static var analyticsBehavioralEventsSend: String { "analytics.behavioral_events.send" }
        /// Use workflows.
        public static var automation: String { "automation" }
        /// The scope `automation.sequences.enrollments.write`.
        public static var automationSequencesEnrollmentsWrite: String { "automation.sequences.enrollments.write" }
        /// The scope `automation.sequences.read`.
        public static var automationSequencesRead: String { "automation.sequences.read" }
        /// The scope `behavioral_events.event_definitions.read_write`.
        public static var behavioralEventsEventDefinitionsReadWrite: String { "behavioral_events.event_definitions.read_write" }
        /// See analytics.
        public static var businessIntelligence: String { "business-intelligence" }
        /// The scope `business_units.view.read`.
        public static var businessUnitsViewRead: String { "business_units.view.read" }
        /// The scope `cms.domains.read`.
        public static var cmsDomainsRead: String { "cms.domains.read" }
        /// The scope `cms.domains.write`.
        public static var cmsDomainsWrite: String { "cms.domains.write" }
        /// The scope `cms.functions.read`.
        public static var cmsFunctionsRead: String { "cms.functions.read" }
        /// The scope `cms.functions.write`.
        public static var cmsFunctionsWrite: String { "cms.functions.write" }
        /// The scope `cms.knowledge_base.articles.publish`.
        public static var cmsKnowledgeBaseArticlesPublish: String { "cms.knowledge_base.articles.publish" }
        /// The scope `cms.knowledge_base.articles.read`.
        public static var cmsKnowledgeBaseArticlesRead: String { "cms.knowledge_base.articles.read" }
        /// The scope `cms.knowledge_base.articles.write`.
        public static var cmsKnowledgeBaseArticlesWrite: String { "cms.knowledge_base.articles.write" }
        /// The scope `cms.knowledge_base.settings.read`.
        public static var cmsKnowledgeBaseSettingsRead: String { "cms.knowledge_base.settings.read" }
        /// The scope `cms.knowledge_base.settings.write`.
        public static var cmsKnowledgeBaseSettingsWrite: String { "cms.knowledge_base.settings.write" }
        /// The scope `cms.membership.access_groups.read`.
        public static var cmsMembershipAccessGroupsRead: String { "cms.membership.access_groups.read" }
        /// The scope `cms.membership.access_groups.write`.
        public static var cmsMembershipAccessGroupsWrite: String { "cms.membership.access_groups.write" }
        /// The scope `collector.graphql_query.execute`.
        public static var collectorGraphqlQueryExecute: String { "collector.graphql_query.execute" }
        /// The scope `collector.graphql_schema.read`.
        public static var collectorGraphqlSchemaRead: String { "collector.graphql_schema.read" }
        /// The scope `communication_preferences.read`.
        public static var communicationPreferencesRead: String { "communication_preferences.read" }
        /// The scope `communication_preferences.read_write`.
        public static var communicationPreferencesReadWrite: String { "communication_preferences.read_write" }
        /// The scope `communication_preferences.statuses.batch.read`.
        public static var communicationPreferencesStatusesBatchRead: String { "communication_preferences.statuses.batch.read" }
        /// The scope `communication_preferences.statuses.batch.write`.
        public static var communicationPreferencesStatusesBatchWrite: String { "communication_preferences.statuses.batch.write" }
        /// The scope `communication_preferences.write`.
        public static var communicationPreferencesWrite: String { "communication_preferences.write" }
        /// The scope `contacts`.
        public static var contacts: String { "contacts" }
        /// Use pages, blog posts and e-mails.
        public static var content: String { "content" }
        /// The scope `conversations.custom_channels.read`.
        public static var conversationsCustomChannelsRead: String { "conversations.custom_channels.read" }
        /// The scope `conversations.custom_channels.write`.
        public static var conversationsCustomChannelsWrite: String { "conversations.custom_channels.write" }
        /// Read conversations.
        public static var conversationsRead: String { "conversations.read" }
        /// The scope `conversations.visitor_identification.tokens.create`.
        public static var conversationsVisitorIdentificationTokensCreate: String { "conversations.visitor_identification.tokens.create" }
        /// Write in conversations.
        public static var conversationsWrite: String { "conversations.write" }
        /// The scope `crm.dealsplits.read_write`.
        public static var crmDealsplitsReadWrite: String { "crm.dealsplits.read_write" }
        /// Export records.
        public static var crmExport: String { "crm.export" }
        /// Import records.
        public static var crmImport: String { "crm.import" }
        /// See lists.
        public static var crmListsRead: String { "crm.lists.read" }
        /// Change lists.
        public static var crmListsWrite: String { "crm.lists.write" }
        /// See appointments.
        public static var crmObjectsAppointmentsRead: String { "crm.objects.appointments.read" }
        /// See sensitive values of appointments.
        public static var crmObjectsAppointmentsSensitiveRead: String { "crm.objects.appointments.sensitive.read" }
        /// Create, change and delete sensitive values of appointments.
        public static var crmObjectsAppointmentsSensitiveWrite: String { "crm.objects.appointments.sensitive.write" }
        /// Create, change and delete appointments.
        public static var crmObjectsAppointmentsWrite: String { "crm.objects.appointments.write" }
        /// See carts.
        public static var crmObjectsCartsRead: String { "crm.objects.carts.read" }
        /// Create, change and delete carts.
        public static var crmObjectsCartsWrite: String { "crm.objects.carts.write" }
        /// See payments.
        public static var crmObjectsCommercepaymentsRead: String { "crm.objects.commercepayments.read" }
        /// See highly sensitive values of companies.
        public static var crmObjectsCompaniesHighlySensitiveRead: String { "crm.objects.companies.highly_sensitive.read" }
        /// Create, change and delete highly sensitive values of companies.
        public static var crmObjectsCompaniesHighlySensitiveWrite: String { "crm.objects.companies.highly_sensitive.write" }
        /// See companies.
        public static var crmObjectsCompaniesRead: String { "crm.objects.companies.read" }
        /// See sensitive values of companies.
        public static var crmObjectsCompaniesSensitiveRead: String { "crm.objects.companies.sensitive.read" }
        /// Create, change and delete sensitive values of companies.
        public static var crmObjectsCompaniesSensitiveWrite: String { "crm.objects.companies.sensitive.write" }
        /// Create, change and delete companies.
        public static var crmObjectsCompaniesWrite: String { "crm.objects.companies.write" }
        /// See highly sensitive values of contacts.
        public static var crmObjectsContactsHighlySensitiveRead: String { "crm.objects.contacts.highly_sensitive.read" }
        /// Create, change and delete highly sensitive values of contacts.
        public static var crmObjectsContactsHighlySensitiveWrite: String { "crm.objects.contacts.highly_sensitive.write" }
        /// See contacts.
        public static var crmObjectsContactsRead: String { "crm.objects.contacts.read" }
        /// See sensitive values of contacts.
        public static var crmObjectsContactsSensitiveRead: String { "crm.objects.contacts.sensitive.read" }
        /// Create, change and delete sensitive values of contacts.
        public static var crmObjectsContactsSensitiveWrite: String { "crm.objects.contacts.sensitive.write" }
        /// Create, change and delete contacts.
        public static var crmObjectsContactsWrite: String { "crm.objects.contacts.write" }
        /// See courses.
        public static var crmObjectsCoursesRead: String { "crm.objects.courses.read" }
        /// Create, change and delete courses.
        public static var crmObjectsCoursesWrite: String { "crm.objects.courses.write" }
        /// See highly sensitive values of custom objects.
        public static var crmObjectsCustomHighlySensitiveRead: String { "crm.objects.custom.highly_sensitive.read" }
        /// Create, change and delete highly sensitive values of custom objects.
        public static var crmObjectsCustomHighlySensitiveWrite: String { "crm.objects.custom.highly_sensitive.write" }
        /// See custom objects.
        public static var crmObjectsCustomRead: String { "crm.objects.custom.read" }
        /// See sensitive values of custom objects.
        public static var crmObjectsCustomSensitiveRead: String { "crm.objects.custom.sensitive.read" }
        /// Create, change and delete sensitive values of custom objects.
        public static var crmObjectsCustomSensitiveWrite: String { "crm.objects.custom.sensitive.write" }
        /// Create, change and delete custom objects.
        public static var crmObjectsCustomWrite: String { "crm.objects.custom.write" }
        /// See highly sensitive values of deals.
        public static var crmObjectsDealsHighlySensitiveRead: String { "crm.objects.deals.highly_sensitive.read" }
        /// Create, change and delete highly sensitive values of deals.
        public static var crmObjectsDealsHighlySensitiveWrite: String { "crm.objects.deals.highly_sensitive.write" }
        /// See deals.
        public static var crmObjectsDealsRead: String { "crm.objects.deals.read" }
        /// See sensitive values of deals.
        public static var crmObjectsDealsSensitiveRead: String { "crm.objects.deals.sensitive.read" }
        /// Create, change and delete sensitive values of deals.
        public static var crmObjectsDealsSensitiveWrite: String { "crm.objects.deals.sensitive.write" }
        /// Create, change and delete deals.
        public static var crmObjectsDealsWrite: String { "crm.objects.deals.write" }
        /// See feedback.
        public static var crmObjectsFeedbackSubmissionRead: String { "crm.objects.feedback_submission.read" }
        /// See goals.
        public static var crmObjectsGoalsRead: String { "crm.objects.goals.read" }
        /// See invoices.
        public static var crmObjectsInvoicesRead: String { "crm.objects.invoices.read" }
        /// See leads.
        public static var crmObjectsLeadsRead: String { "crm.objects.leads.read" }
        /// Create, change and delete leads.
        public static var crmObjectsLeadsWrite: String { "crm.objects.leads.write" }
        /// See line items.
        public static var crmObjectsLineItemsRead: String { "crm.objects.line_items.read" }
        /// Create, change and delete line items.
        public static var crmObjectsLineItemsWrite: String { "crm.objects.line_items.write" }
        /// See listings.
        public static var crmObjectsListingsRead: String { "crm.objects.listings.read" }
        /// Create, change and delete listings.
        public static var crmObjectsListingsWrite: String { "crm.objects.listings.write" }
        /// See marketing events.
        public static var crmObjectsMarketingEventsRead: String { "crm.objects.marketing_events.read" }
        /// Create, change and delete marketing events.
        public static var crmObjectsMarketingEventsWrite: String { "crm.objects.marketing_events.write" }
        /// See orders.
        public static var crmObjectsOrdersRead: String { "crm.objects.orders.read" }
        /// Create, change and delete orders.
        public static var crmObjectsOrdersWrite: String { "crm.objects.orders.write" }
        /// See owners.
        public static var crmObjectsOwnersRead: String { "crm.objects.owners.read" }
        /// See partner clients.
        public static var crmObjectsPartnerClientsRead: String { "crm.objects.partner-clients.read" }
        /// Create, change and delete partner clients.
        public static var crmObjectsPartnerClientsWrite: String { "crm.objects.partner-clients.write" }
        /// See partner services.
        public static var crmObjectsPartnerServicesRead: String { "crm.objects.partner-services.read" }
        /// Create, change and delete partner services.
        public static var crmObjectsPartnerServicesWrite: String { "crm.objects.partner-services.write" }
        /// See highly sensitive values of projects.
        public static var crmObjectsProjectsHighlySensitiveRead: String { "crm.objects.projects.highly_sensitive.read" }
        /// Create, change and delete highly sensitive values of projects.
        public static var crmObjectsProjectsHighlySensitiveWrite: String { "crm.objects.projects.highly_sensitive.write" }
        /// See projects.
        public static var crmObjectsProjectsRead: String { "crm.objects.projects.read" }
        /// See sensitive values of projects.
        public static var crmObjectsProjectsSensitiveRead: String { "crm.objects.projects.sensitive.read" }
        /// Create, change and delete sensitive values of projects.
        public static var crmObjectsProjectsSensitiveWrite: String { "crm.objects.projects.sensitive.write" }
        /// Create, change and delete projects.
        public static var crmObjectsProjectsWrite: String { "crm.objects.projects.write" }
        /// See quotes.
        public static var crmObjectsQuotesRead: String { "crm.objects.quotes.read" }
        /// Create, change and delete quotes.
        public static var crmObjectsQuotesWrite: String { "crm.objects.quotes.write" }
        /// See services.
        public static var crmObjectsServicesRead: String { "crm.objects.services.read" }
        /// Create, change and delete services.
        public static var crmObjectsServicesWrite: String { "crm.objects.services.write" }
        /// See subscriptions.
        public static var crmObjectsSubscriptionsRead: String { "crm.objects.subscriptions.read" }
        /// See users.
        public static var crmObjectsUsersRead: String { "crm.objects.users.read" }
        /// Create, change and delete users.
        public static var crmObjectsUsersWrite: String { "crm.objects.users.write" }
        /// The scope `crm.pipelines.orders.read`.
        public static var crmPipelinesOrdersRead: String { "crm.pipelines.orders.read" }
        /// The scope `crm.pipelines.orders.write`.
        public static var crmPipelinesOrdersWrite: String { "crm.pipelines.orders.write" }
        /// See which properties appointments have.
        public static var crmSchemasAppointmentsRead: String { "crm.schemas.appointments.read" }
        /// Change which properties appointments have.
        public static var crmSchemasAppointmentsWrite: String { "crm.schemas.appointments.write" }
        /// See which properties carts have.
        public static var crmSchemasCartsRead: String { "crm.schemas.carts.read" }
        /// Change which properties carts have.
        public static var crmSchemasCartsWrite: String { "crm.schemas.carts.write" }
        /// See which properties payments have.
        public static var crmSchemasCommercepaymentsRead: String { "crm.schemas.commercepayments.read" }
        /// See which properties companies have.
        public static var crmSchemasCompaniesRead: String { "crm.schemas.companies.read" }
        /// Change which properties companies have.
        public static var crmSchemasCompaniesWrite: String { "crm.schemas.companies.write" }
        /// See which properties contacts have.
        public static var crmSchemasContactsRead: String { "crm.schemas.contacts.read" }
        /// Change which properties contacts have.
        public static var crmSchemasContactsWrite: String { "crm.schemas.contacts.write" }
        /// See which properties custom objects have.
        public static var crmSchemasCustomRead: String { "crm.schemas.custom.read" }
        /// See which properties deals have.
        public static var crmSchemasDealsRead: String { "crm.schemas.deals.read" }
        /// Change which properties deals have.
        public static var crmSchemasDealsWrite: String { "crm.schemas.deals.write" }
        /// See which properties invoices have.
        public static var crmSchemasInvoicesRead: String { "crm.schemas.invoices.read" }
        /// Change which properties invoices have.
        public static var crmSchemasInvoicesWrite: String { "crm.schemas.invoices.write" }
        /// See which properties line items have.
        public static var crmSchemasLineItemsRead: String { "crm.schemas.line_items.read" }
        /// See which properties listings have.
        public static var crmSchemasListingsRead: String { "crm.schemas.listings.read" }
        /// Change which properties listings have.
        public static var crmSchemasListingsWrite: String { "crm.schemas.listings.write" }
        /// See which properties orders have.
        public static var crmSchemasOrdersRead: String { "crm.schemas.orders.read" }
        /// Change which properties orders have.
        public static var crmSchemasOrdersWrite: String { "crm.schemas.orders.write" }
        /// See which properties projects have.
        public static var crmSchemasProjectsRead: String { "crm.schemas.projects.read" }
        /// Change which properties projects have.
        public static var crmSchemasProjectsWrite: String { "crm.schemas.projects.write" }
        /// See which properties quotes have.
        public static var crmSchemasQuotesRead: String { "crm.schemas.quotes.read" }
        /// See which properties services have.
        public static var crmSchemasServicesRead: String { "crm.schemas.services.read" }
        /// Change which properties services have.
        public static var crmSchemasServicesWrite: String { "crm.schemas.services.write" }
        /// See which properties subscriptions have.
        public static var crmSchemasSubscriptionsRead: String { "crm.schemas.subscriptions.read" }
        /// Change which properties subscriptions have.
        public static var crmSchemasSubscriptionsWrite: String { "crm.schemas.subscriptions.write" }
        /// The scope `ctas.read`.
        public static var ctasRead: String { "ctas.read" }
        /// Use products and line items.
        public static var eCommerce: String { "e-commerce" }
        /// The scope `external_integrations.forms.access`.
        public static var externalIntegrationsFormsAccess: String { "external_integrations.forms.access" }
        /// Use files.
        public static var files: String { "files" }
        /// The scope `files.ui_hidden.read`.
        public static var filesUiHiddenRead: String { "files.ui_hidden.read" }
        /// Use forms.
        public static var forms: String { "forms" }
        /// The scope `forms-uploaded-files`.
        public static var formsUploadedFiles: String { "forms-uploaded-files" }
        /// The scope `hubdb`.
        public static var hubdb: String { "hubdb" }
        /// The scope `integration-sync`.
        public static var integrationSync: String { "integration-sync" }
        /// Send marketing e-mails.
        public static var marketingEmail: String { "marketing-email" }
        /// The scope `marketing.campaigns.read`.
        public static var marketingCampaignsRead: String { "marketing.campaigns.read" }
        /// The scope `marketing.campaigns.revenue.read`.
        public static var marketingCampaignsRevenueRead: String { "marketing.campaigns.revenue.read" }
        /// The scope `marketing.campaigns.write`.
        public static var marketingCampaignsWrite: String { "marketing.campaigns.write" }
        /// The scope `media_bridge.read`.
        public static var mediaBridgeRead: String { "media_bridge.read" }
        /// The scope `media_bridge.write`.
        public static var mediaBridgeWrite: String { "media_bridge.write" }
        /// Connect to your account.
        public static var oauth: String { "oauth" }
        /// See reports.
        public static var reports: String { "reports" }
        /// Read sales e-mails.
        public static var salesEmailRead: String { "sales-email-read" }
    }
    /// Of Hubstaff.
    public enum Hubstaff {
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `hubstaff:read`.
        public static var hubstaffRead: String { "hubstaff:read" }
        /// The scope `hubstaff:write`.
        public static var hubstaffWrite: String { "hubstaff:write" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
        /// The scope `tasks:read`.
        public static var tasksRead: String { "tasks:read" }
        /// The scope `tasks:write`.
        public static var tasksWrite: String { "tasks:write" }
    }
    /// Of Instagram.
    public enum Instagram {
        /// See your profile and media.
        public static var instagramBusinessBasic: String { "instagram_business_basic" }
        /// Publish media as you.
        public static var instagramBusinessContentPublish: String { "instagram_business_content_publish" }
        /// Read, write, hide and delete comments.
        public static var instagramBusinessManageComments: String { "instagram_business_manage_comments" }
        /// See insights of your account and media.
        public static var instagramBusinessManageInsights: String { "instagram_business_manage_insights" }
        /// Read and send messages.
        public static var instagramBusinessManageMessages: String { "instagram_business_manage_messages" }
    }
    /// Of Ironclad.
    public enum Ironclad {
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `public.entities.createEntities`.
        public static var publicEntitiesCreateEntities: String { "public.entities.createEntities" }
        /// The scope `public.entities.deleteEntities`.
        public static var publicEntitiesDeleteEntities: String { "public.entities.deleteEntities" }
        /// The scope `public.entities.readEntities`.
        public static var publicEntitiesReadEntities: String { "public.entities.readEntities" }
        /// The scope `public.entities.readRelationshipTypes`.
        public static var publicEntitiesReadRelationshipTypes: String { "public.entities.readRelationshipTypes" }
        /// The scope `public.entities.updateEntities`.
        public static var publicEntitiesUpdateEntities: String { "public.entities.updateEntities" }
        /// The scope `public.export.createReports`.
        public static var publicExportCreateReports: String { "public.export.createReports" }
        /// The scope `public.export.readReports`.
        public static var publicExportReadReports: String { "public.export.readReports" }
        /// The scope `public.obligations.createObligations`.
        public static var publicObligationsCreateObligations: String { "public.obligations.createObligations" }
        /// The scope `public.obligations.deleteObligations`.
        public static var publicObligationsDeleteObligations: String { "public.obligations.deleteObligations" }
        /// The scope `public.obligations.readObligations`.
        public static var publicObligationsReadObligations: String { "public.obligations.readObligations" }
        /// The scope `public.obligations.updateObligations`.
        public static var publicObligationsUpdateObligations: String { "public.obligations.updateObligations" }
        /// The scope `public.records.applyContractActions`.
        public static var publicRecordsApplyContractActions: String { "public.records.applyContractActions" }
        /// The scope `public.records.createAttachments`.
        public static var publicRecordsCreateAttachments: String { "public.records.createAttachments" }
        /// The scope `public.records.createRecords`.
        public static var publicRecordsCreateRecords: String { "public.records.createRecords" }
        /// The scope `public.records.createSmartImportRecords`.
        public static var publicRecordsCreateSmartImportRecords: String { "public.records.createSmartImportRecords" }
        /// The scope `public.records.deleteAttachments`.
        public static var publicRecordsDeleteAttachments: String { "public.records.deleteAttachments" }
        /// The scope `public.records.deleteRecords`.
        public static var publicRecordsDeleteRecords: String { "public.records.deleteRecords" }
        /// The scope `public.records.readAttachments`.
        public static var publicRecordsReadAttachments: String { "public.records.readAttachments" }
        /// The scope `public.records.readRecords`.
        public static var publicRecordsReadRecords: String { "public.records.readRecords" }
        /// The scope `public.records.readSchemas`.
        public static var publicRecordsReadSchemas: String { "public.records.readSchemas" }
        /// The scope `public.records.readSmartImportRecords`.
        public static var publicRecordsReadSmartImportRecords: String { "public.records.readSmartImportRecords" }
        /// The scope `public.records.updateRecords`.
        public static var publicRecordsUpdateRecords: String { "public.records.updateRecords" }
        /// The scope `public.search.conversational`.
        public static var publicSearchConversational: String { "public.search.conversational" }
        /// The scope `public.webhooks.createWebhooks`.
        public static var publicWebhooksCreateWebhooks: String { "public.webhooks.createWebhooks" }
        /// The scope `public.webhooks.deleteWebhooks`.
        public static var publicWebhooksDeleteWebhooks: String { "public.webhooks.deleteWebhooks" }
        /// The scope `public.webhooks.readWebhooks`.
        public static var publicWebhooksReadWebhooks: String { "public.webhooks.readWebhooks" }
        /// The scope `public.webhooks.updateWebhooks`.
        public static var publicWebhooksUpdateWebhooks: String { "public.webhooks.updateWebhooks" }
        /// The scope `public.workflows.cancel`.
        public static var publicWorkflowsCancel: String { "public.workflows.cancel" }
        /// The scope `public.workflows.cancelSignatureRequests`.
        public static var publicWorkflowsCancelSignatureRequests: String { "public.workflows.cancelSignatureRequests" }
        /// The scope `public.workflows.createComments`.
        public static var publicWorkflowsCreateComments: String { "public.workflows.createComments" }
        /// The scope `public.workflows.createDocuments`.
        public static var publicWorkflowsCreateDocuments: String { "public.workflows.createDocuments" }
        /// The scope `public.workflows.createEmbeddableSignerUrls`.
        public static var publicWorkflowsCreateEmbeddableSignerUrls: String { "public.workflows.createEmbeddableSignerUrls" }
        /// The scope `public.workflows.createFromSource`.
        public static var publicWorkflowsCreateFromSource: String { "public.workflows.createFromSource" }
        /// The scope `public.workflows.createSignatureRecipientUrls`.
        public static var publicWorkflowsCreateSignatureRecipientUrls: String { "public.workflows.createSignatureRecipientUrls" }
        /// The scope `public.workflows.createWorkflows`.
        public static var publicWorkflowsCreateWorkflows: String { "public.workflows.createWorkflows" }
        /// The scope `public.workflows.deleteScheduledSignatureRequest`.
        public static var publicWorkflowsDeleteScheduledSignatureRequest: String { "public.workflows.deleteScheduledSignatureRequest" }
        /// The scope `public.workflows.deleteSigners`.
        public static var publicWorkflowsDeleteSigners: String { "public.workflows.deleteSigners" }
        /// The scope `public.workflows.pauseAndResume`.
        public static var publicWorkflowsPauseAndResume: String { "public.workflows.pauseAndResume" }
        /// The scope `public.workflows.readApprovals`.
        public static var publicWorkflowsReadApprovals: String { "public.workflows.readApprovals" }
        /// The scope `public.workflows.readComments`.
        public static var publicWorkflowsReadComments: String { "public.workflows.readComments" }
        /// The scope `public.workflows.readDocuments`.
        public static var publicWorkflowsReadDocuments: String { "public.workflows.readDocuments" }
        /// The scope `public.workflows.readEmailCommunications`.
        public static var publicWorkflowsReadEmailCommunications: String { "public.workflows.readEmailCommunications" }
        /// The scope `public.workflows.readParticipants`.
        public static var publicWorkflowsReadParticipants: String { "public.workflows.readParticipants" }
        /// The scope `public.workflows.readSchemas`.
        public static var publicWorkflowsReadSchemas: String { "public.workflows.readSchemas" }
        /// The scope `public.workflows.readSignStatus`.
        public static var publicWorkflowsReadSignStatus: String { "public.workflows.readSignStatus" }
        /// The scope `public.workflows.readSignatures`.
        public static var publicWorkflowsReadSignatures: String { "public.workflows.readSignatures" }
        /// The scope `public.workflows.readTurnHistory`.
        public static var publicWorkflowsReadTurnHistory: String { "public.workflows.readTurnHistory" }
        /// The scope `public.workflows.readWorkflows`.
        public static var publicWorkflowsReadWorkflows: String { "public.workflows.readWorkflows" }
        /// The scope `public.workflows.remindSigners`.
        public static var publicWorkflowsRemindSigners: String { "public.workflows.remindSigners" }
        /// The scope `public.workflows.revertToReview`.
        public static var publicWorkflowsRevertToReview: String { "public.workflows.revertToReview" }
        /// The scope `public.workflows.scheduleSendSignatureRequest`.
        public static var publicWorkflowsScheduleSendSignatureRequest: String { "public.workflows.scheduleSendSignatureRequest" }
        /// The scope `public.workflows.sendSignatureRequests`.
        public static var publicWorkflowsSendSignatureRequests: String { "public.workflows.sendSignatureRequests" }
        /// The scope `public.workflows.updateApprovals`.
        public static var publicWorkflowsUpdateApprovals: String { "public.workflows.updateApprovals" }
        /// The scope `public.workflows.updateFromSource`.
        public static var publicWorkflowsUpdateFromSource: String { "public.workflows.updateFromSource" }
        /// The scope `public.workflows.updateScheduledSignatureRequest`.
        public static var publicWorkflowsUpdateScheduledSignatureRequest: String { "public.workflows.updateScheduledSignatureRequest" }
        /// The scope `public.workflows.updateSignaturePacket`.
        public static var publicWorkflowsUpdateSignaturePacket: String { "public.workflows.updateSignaturePacket" }
        /// The scope `public.workflows.updateSigners`.
        public static var publicWorkflowsUpdateSigners: String { "public.workflows.updateSigners" }
        /// The scope `public.workflows.updateWorkflows`.
        public static var publicWorkflowsUpdateWorkflows: String { "public.workflows.updateWorkflows" }
        /// The scope `public.workflows.uploadSignedDocuments`.
        public static var publicWorkflowsUploadSignedDocuments: String { "public.workflows.uploadSignedDocuments" }
        /// The scope `scim.groups.createGroups`.
        public static var scimGroupsCreateGroups: String { "scim.groups.createGroups" }
        /// The scope `scim.groups.deleteGroups`.
        public static var scimGroupsDeleteGroups: String { "scim.groups.deleteGroups" }
        /// The scope `scim.groups.readGroups`.
        public static var scimGroupsReadGroups: String { "scim.groups.readGroups" }
        /// The scope `scim.groups.updateGroups`.
        public static var scimGroupsUpdateGroups: String { "scim.groups.updateGroups" }
        /// The scope `scim.schemas.readSchemas`.
        public static var scimSchemasReadSchemas: String { "scim.schemas.readSchemas" }
        /// The scope `scim.users.createUsers`.
        public static var scimUsersCreateUsers: String { "scim.users.createUsers" }
        /// The scope `scim.users.deleteUsers`.
        public static var scimUsersDeleteUsers: String { "scim.users.deleteUsers" }
        /// The scope `scim.users.readUsers`.
        public static var scimUsersReadUsers: String { "scim.users.readUsers" }
        /// The scope `scim.users.updateUsers`.
        public static var scimUsersUpdateUsers: String { "scim.users.updateUsers" }
    }
    /// Of Jira.
    public enum Jira {
        /// The scope `delete:async-task:jira`.
        public static var deleteAsyncTaskJira: String { "delete:async-task:jira" }
        /// Delete attachments in Confluence.
        public static var deleteAttachmentConfluence: String { "delete:attachment:confluence" }
        /// Delete attachments in Jira.
        public static var deleteAttachmentJira: String { "delete:attachment:jira" }
        /// Delete pictures in Jira.
        public static var deleteAvatarJira: String { "delete:avatar:jira" }
        /// Delete blog posts in Confluence.
        public static var deleteBlogpostConfluence: String { "delete:blogpost:confluence" }
        /// The scope `delete:comment.property:jira`.
        public static var deleteCommentPropertyJira: String { "delete:comment.property:jira" }
        /// Delete comments in Confluence.
        public static var deleteCommentConfluence: String { "delete:comment:confluence" }
        /// Delete comments in Jira.
        public static var deleteCommentJira: String { "delete:comment:jira" }
        /// Delete content in Confluence.
        public static var deleteContentConfluence: String { "delete:content:confluence" }
        /// Delete custom content in Confluence.
        public static var deleteCustomContentConfluence: String { "delete:custom-content:confluence" }
        /// The scope `delete:customer.detail-field:jira-service-management`.
        public static var deleteCustomerDetailFieldJiraServiceManagement: String { "delete:customer.detail-field:jira-service-management" }
        /// The scope `delete:customer:entitlement:jira-service-management`.
        public static var deleteCustomerEntitlementJiraServiceManagement: String { "delete:customer:entitlement:jira-service-management" }
        /// The scope `delete:dashboard.property:jira`.
        public static var deleteDashboardPropertyJira: String { "delete:dashboard.property:jira" }
        /// Delete dashboards in Jira.
        public static var deleteDashboardJira: String { "delete:dashboard:jira" }
        /// Delete databases in Confluence.
        public static var deleteDatabaseConfluence: String { "delete:database:confluence" }
        /// Delete embedded content in Confluence.
        public static var deleteEmbedConfluence: String { "delete:embed:confluence" }
        /// The scope `delete:entitlement:detail-field:jira-service-management`.
        public static var deleteEntitlementDetailFieldJiraServiceManagement: String { "delete:entitlement:detail-field:jira-service-management" }
        /// The scope `delete:entitlement:jira-service-management`.
        public static var deleteEntitlementJiraServiceManagement: String { "delete:entitlement:jira-service-management" }
        /// The scope `delete:field-configuration-scheme:jira`.
        public static var deleteFieldConfigurationSchemeJira: String { "delete:field-configuration-scheme:jira" }
        /// The scope `delete:field-configuration:jira`.
        public static var deleteFieldConfigurationJira: String { "delete:field-configuration:jira" }
        /// The scope `delete:field.option:jira`.
        public static var deleteFieldOptionJira: String { "delete:field.option:jira" }
        /// Delete fields in Confluence.
        public static var deleteFieldConfluence: String { "delete:field:confluence" }
        /// The scope `delete:filter.column:jira`.
        public static var deleteFilterColumnJira: String { "delete:filter.column:jira" }
        /// Delete filters in Jira.
        public static var deleteFilterJira: String { "delete:filter:jira" }
        /// Delete folders in Confluence.
        public static var deleteFolderConfluence: String { "delete:folder:confluence" }
        /// Delete groups in Confluence.
        public static var deleteGroupConfluence: String { "delete:group:confluence" }
        /// Delete groups in Jira.
        public static var deleteGroupJira: String { "delete:group:jira" }
        /// The scope `delete:issue-link-type:jira`.
        public static var deleteIssueLinkTypeJira: String { "delete:issue-link-type:jira" }
        /// Delete links of issues in Jira.
        public static var deleteIssueLinkJira: String { "delete:issue-link:jira" }
        /// The scope `delete:issue-type-scheme:jira`.
        public static var deleteIssueTypeSchemeJira: String { "delete:issue-type-scheme:jira" }
        /// The scope `delete:issue-type-screen-scheme:jira`.
        public static var deleteIssueTypeScreenSchemeJira: String { "delete:issue-type-screen-scheme:jira" }
        /// The scope `delete:issue-type.property:jira`.
        public static var deleteIssueTypePropertyJira: String { "delete:issue-type.property:jira" }
        /// Delete types of issues in Jira.
        public static var deleteIssueTypeJira: String { "delete:issue-type:jira" }
        /// The scope `delete:issue-worklog.property:jira`.
        public static var deleteIssueWorklogPropertyJira: String { "delete:issue-worklog.property:jira" }
        /// Delete work logs in Jira.
        public static var deleteIssueWorklogJira: String { "delete:issue-worklog:jira" }
        /// The scope `delete:issue.property:jira`.
        public static var deleteIssuePropertyJira: String { "delete:issue.property:jira" }
        /// The scope `delete:issue.remote-link:jira`.
        public static var deleteIssueRemoteLinkJira: String { "delete:issue.remote-link:jira" }
        /// Delete issues in Jira.
        public static var deleteIssueJira: String { "delete:issue:jira" }
        /// The scope `delete:organization.property:jira-service-management`.
        public static var deleteOrganizationPropertyJiraServiceManagement: String { "delete:organization.property:jira-service-management" }
        /// The scope `delete:organization.user:jira-service-management`.
        public static var deleteOrganizationUserJiraServiceManagement: String { "delete:organization.user:jira-service-management" }
        /// Delete organisations in Confluence.
        public static var deleteOrganizationConfluence: String { "delete:organization:confluence" }
        /// Delete organisations in Jira Service Management.
        public static var deleteOrganizationJiraServiceManagement: String { "delete:organization:jira-service-management" }
        /// Delete pages in Confluence.
        public static var deletePageConfluence: String { "delete:page:confluence" }
        /// The scope `delete:permission-scheme:jira`.
        public static var deletePermissionSchemeJira: String { "delete:permission-scheme:jira" }
        /// Delete permissions in Jira.
        public static var deletePermissionJira: String { "delete:permission:jira" }
        /// The scope `delete:product:jira-service-management`.
        public static var deleteProductJiraServiceManagement: String { "delete:product:jira-service-management" }
        /// The scope `delete:project-category:jira`.
        public static var deleteProjectCategoryJira: String { "delete:project-category:jira" }
        /// Delete roles in projects in Jira.
        public static var deleteProjectRoleJira: String { "delete:project-role:jira" }
        /// Delete versions in Jira.
        public static var deleteProjectVersionJira: String { "delete:project-version:jira" }
        /// Delete components in Jira.
        public static var deleteProjectComponentJira: String { "delete:project.component:jira" }
        /// The scope `delete:project.property:jira`.
        public static var deleteProjectPropertyJira: String { "delete:project.property:jira" }
        /// Delete projects in Jira.
        public static var deleteProjectJira: String { "delete:project:jira" }
        /// The scope `delete:request.comment:jira-service-management`.
        public static var deleteRequestCommentJiraServiceManagement: String { "delete:request.comment:jira-service-management" }
        /// The scope `delete:request.feedback:jira-service-management`.
        public static var deleteRequestFeedbackJiraServiceManagement: String { "delete:request.feedback:jira-service-management" }
        /// The scope `delete:request.notification:jira-service-management`.
        public static var deleteRequestNotificationJiraServiceManagement: String { "delete:request.notification:jira-service-management" }
        /// The scope `delete:request.participant:jira-service-management`.
        public static var deleteRequestParticipantJiraServiceManagement: String { "delete:request.participant:jira-service-management" }
        /// The scope `delete:requesttype.property:jira-service-management`.
        public static var deleteRequesttypePropertyJiraServiceManagement: String { "delete:requesttype.property:jira-service-management" }
        /// The scope `delete:screen-scheme:jira`.
        public static var deleteScreenSchemeJira: String { "delete:screen-scheme:jira" }
        /// The scope `delete:screen-tab:jira`.
        public static var deleteScreenTabJira: String { "delete:screen-tab:jira" }
        /// Delete screens in Jira.
        public static var deleteScreenJira: String { "delete:screen:jira" }
        /// The scope `delete:servicedesk.customer:jira-service-management`.
        public static var deleteServicedeskCustomerJiraServiceManagement: String { "delete:servicedesk.customer:jira-service-management" }
        /// The scope `delete:servicedesk.organization:jira-service-management`.
        public static var deleteServicedeskOrganizationJiraServiceManagement: String { "delete:servicedesk.organization:jira-service-management" }
        /// The scope `delete:servicedesk.property:jira-service-management`.
        public static var deleteServicedeskPropertyJiraServiceManagement: String { "delete:servicedesk.property:jira-service-management" }
        /// The scope `delete:space.permission:confluence`.
        public static var deleteSpacePermissionConfluence: String { "delete:space.permission:confluence" }
        /// Delete spaces in Confluence.
        public static var deleteSpaceConfluence: String { "delete:space:confluence" }
        /// Delete templates in Confluence.
        public static var deleteTemplateConfluence: String { "delete:template:confluence" }
        /// The scope `delete:user-configuration:jira`.
        public static var deleteUserConfigurationJira: String { "delete:user-configuration:jira" }
        /// The scope `delete:user.property:confluence`.
        public static var deleteUserPropertyConfluence: String { "delete:user.property:confluence" }
        /// The scope `delete:user.property:jira`.
        public static var deleteUserPropertyJira: String { "delete:user.property:jira" }
        /// Delete webhooks in Jira.
        public static var deleteWebhookJira: String { "delete:webhook:jira" }
        /// Delete whiteboards in Confluence.
        public static var deleteWhiteboardConfluence: String { "delete:whiteboard:confluence" }
        /// The scope `delete:workflow-scheme:jira`.
        public static var deleteWorkflowSchemeJira: String { "delete:workflow-scheme:jira" }
        /// The scope `delete:workflow.property:jira`.
        public static var deleteWorkflowPropertyJira: String { "delete:workflow.property:jira" }
        /// Delete workflows in Jira.
        public static var deleteWorkflowJira: String { "delete:workflow:jira" }
        /// The scope `import:import-configuration:cmdb`.
        public static var importImportConfigurationCmdb: String { "import:import-configuration:cmdb" }
        /// Manage Confluence configuration.
        public static var manageConfluenceConfiguration: String { "manage:confluence-configuration" }
        /// Manage Jira configuration.
        public static var manageJiraConfiguration: String { "manage:jira-configuration" }
        /// Manage Jira project.
        public static var manageJiraProject: String { "manage:jira-project" }
        /// Manage Jira webhook.
        public static var manageJiraWebhook: String { "manage:jira-webhook" }
        /// Manage servicedesk customer.
        public static var manageServicedeskCustomer: String { "manage:servicedesk-customer" }
        /// Stay connected when you are not there.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `read:analytics.content:confluence`.
        public static var readAnalyticsContentConfluence: String { "read:analytics.content:confluence" }
        /// The scope `read:application-role:jira`.
        public static var readApplicationRoleJira: String { "read:application-role:jira" }
        /// See attachments in Confluence.
        public static var readAttachmentConfluence: String { "read:attachment:confluence" }
        /// See attachments in Jira.
        public static var readAttachmentJira: String { "read:attachment:jira" }
        /// See the audit log in Confluence.
        public static var readAuditLogConfluence: String { "read:audit-log:confluence" }
        /// See the audit log in Jira.
        public static var readAuditLogJira: String { "read:audit-log:jira" }
        /// See pictures in Jira.
        public static var readAvatarJira: String { "read:avatar:jira" }
        /// See blog posts in Confluence.
        public static var readBlogpostConfluence: String { "read:blogpost:confluence" }
        /// The scope `read:cmdb-attribute:jira`.
        public static var readCmdbAttributeJira: String { "read:cmdb-attribute:jira" }
        /// The scope `read:cmdb-icon:jira`.
        public static var readCmdbIconJira: String { "read:cmdb-icon:jira" }
        /// The scope `read:cmdb-object:jira`.
        public static var readCmdbObjectJira: String { "read:cmdb-object:jira" }
        /// The scope `read:cmdb-schema:jira`.
        public static var readCmdbSchemaJira: String { "read:cmdb-schema:jira" }
        /// The scope `read:cmdb-type:jira`.
        public static var readCmdbTypeJira: String { "read:cmdb-type:jira" }
        /// The scope `read:comment.property:jira`.
        public static var readCommentPropertyJira: String { "read:comment.property:jira" }
        /// See comments in Confluence.
        public static var readCommentConfluence: String { "read:comment:confluence" }
        /// See comments in Jira.
        public static var readCommentJira: String { "read:comment:jira" }
        /// The scope `read:configuration:confluence`.
        public static var readConfigurationConfluence: String { "read:configuration:confluence" }
        /// See details of content in Confluence.
        public static var readContentDetailsConfluence: String { "read:content-details:confluence" }
        /// The scope `read:content.metadata:confluence`.
        public static var readContentMetadataConfluence: String { "read:content.metadata:confluence" }
        /// The scope `read:content.permission:confluence`.
        public static var readContentPermissionConfluence: String { "read:content.permission:confluence" }
        /// The scope `read:content.property:confluence`.
        public static var readContentPropertyConfluence: String { "read:content.property:confluence" }
        /// The scope `read:content.restriction:confluence`.
        public static var readContentRestrictionConfluence: String { "read:content.restriction:confluence" }
        /// See content in Confluence.
        public static var readContentConfluence: String { "read:content:confluence" }
        /// See custom content in Confluence.
        public static var readCustomContentConfluence: String { "read:custom-content:confluence" }
        /// The scope `read:customer.detail-field:jira-service-management`.
        public static var readCustomerDetailFieldJiraServiceManagement: String { "read:customer.detail-field:jira-service-management" }
        /// The scope `read:customer.detail:jira-service-management`.
        public static var readCustomerDetailJiraServiceManagement: String { "read:customer.detail:jira-service-management" }
        /// The scope `read:customer:entitlement:jira-service-management`.
        public static var readCustomerEntitlementJiraServiceManagement: String { "read:customer:entitlement:jira-service-management" }
        /// See customers in Jira Service Management.
        public static var readCustomerJiraServiceManagement: String { "read:customer:jira-service-management" }
        /// The scope `read:dashboard.property:jira`.
        public static var readDashboardPropertyJira: String { "read:dashboard.property:jira" }
        /// See dashboards in Jira.
        public static var readDashboardJira: String { "read:dashboard:jira" }
        /// See databases in Confluence.
        public static var readDatabaseConfluence: String { "read:database:confluence" }
        /// The scope `read:email-address:confluence`.
        public static var readEmailAddressConfluence: String { "read:email-address:confluence" }
        /// The scope `read:email-address:jira`.
        public static var readEmailAddressJira: String { "read:email-address:jira" }
        /// See embedded content in Confluence.
        public static var readEmbedConfluence: String { "read:embed:confluence" }
        /// The scope `read:entitlement.detail:jira-service-management`.
        public static var readEntitlementDetailJiraServiceManagement: String { "read:entitlement.detail:jira-service-management" }
        /// The scope `read:entitlement:detail-field:jira-service-management`.
        public static var readEntitlementDetailFieldJiraServiceManagement: String { "read:entitlement:detail-field:jira-service-management" }
        /// The scope `read:entitlement:jira-service-management`.
        public static var readEntitlementJiraServiceManagement: String { "read:entitlement:jira-service-management" }
        /// The scope `read:field-configuration-scheme:jira`.
        public static var readFieldConfigurationSchemeJira: String { "read:field-configuration-scheme:jira" }
        /// The scope `read:field-configuration:jira`.
        public static var readFieldConfigurationJira: String { "read:field-configuration:jira" }
        /// The scope `read:field.default-value:jira`.
        public static var readFieldDefaultValueJira: String { "read:field.default-value:jira" }
        /// The scope `read:field.option:jira`.
        public static var readFieldOptionJira: String { "read:field.option:jira" }
        /// The scope `read:field.options:jira`.
        public static var readFieldOptionsJira: String { "read:field.options:jira" }
        /// See fields in Confluence.
        public static var readFieldConfluence: String { "read:field:confluence" }
        /// The scope `read:filter.column:jira`.
        public static var readFilterColumnJira: String { "read:filter.column:jira" }
        /// The scope `read:filter.default-share-scope:jira`.
        public static var readFilterDefaultShareScopeJira: String { "read:filter.default-share-scope:jira" }
        /// See filters in Jira.
        public static var readFilterJira: String { "read:filter:jira" }
        /// See folders in Confluence.
        public static var readFolderConfluence: String { "read:folder:confluence" }
        /// See groups in Confluence.
        public static var readGroupConfluence: String { "read:group:confluence" }
        /// See groups in Jira.
        public static var readGroupJira: String { "read:group:jira" }
        /// The scope `read:hierarchical-content:confluence`.
        public static var readHierarchicalContentConfluence: String { "read:hierarchical-content:confluence" }
        /// The scope `read:instance-configuration:jira`.
        public static var readInstanceConfigurationJira: String { "read:instance-configuration:jira" }
        /// The scope `read:issue-details:jira`.
        public static var readIssueDetailsJira: String { "read:issue-details:jira" }
        /// The scope `read:issue-event:jira`.
        public static var readIssueEventJira: String { "read:issue-event:jira" }
        /// The scope `read:issue-field-values:jira`.
        public static var readIssueFieldValuesJira: String { "read:issue-field-values:jira" }
        /// The scope `read:issue-meta:jira`.
        public static var readIssueMetaJira: String { "read:issue-meta:jira" }
        /// The scope `read:issue-security-level:jira`.
        public static var readIssueSecurityLevelJira: String { "read:issue-security-level:jira" }
        /// The scope `read:issue-security-scheme:jira`.
        public static var readIssueSecuritySchemeJira: String { "read:issue-security-scheme:jira" }
        /// The scope `read:issue-status:jira`.
        public static var readIssueStatusJira: String { "read:issue-status:jira" }
        /// The scope `read:issue-type-hierarchy:jira`.
        public static var readIssueTypeHierarchyJira: String { "read:issue-type-hierarchy:jira" }
        /// The scope `read:issue-type-scheme:jira`.
        public static var readIssueTypeSchemeJira: String { "read:issue-type-scheme:jira" }
        /// The scope `read:issue-type-screen-scheme:jira`.
        public static var readIssueTypeScreenSchemeJira: String { "read:issue-type-screen-scheme:jira" }
        /// The scope `read:issue-type-transition:jira`.
        public static var readIssueTypeTransitionJira: String { "read:issue-type-transition:jira" }
        /// The scope `read:issue-type.property:jira`.
        public static var readIssueTypePropertyJira: String { "read:issue-type.property:jira" }
        /// See types of issues in Jira.
        public static var readIssueTypeJira: String { "read:issue-type:jira" }
        /// The scope `read:issue-worklog.property:jira`.
        public static var readIssueWorklogPropertyJira: String { "read:issue-worklog.property:jira" }
        /// See work logs in Jira.
        public static var readIssueWorklogJira: String { "read:issue-worklog:jira" }
        /// The scope `read:issue.changelog:jira`.
        public static var readIssueChangelogJira: String { "read:issue.changelog:jira" }
        /// The scope `read:issue.property:jira`.
        public static var readIssuePropertyJira: String { "read:issue.property:jira" }
        /// The scope `read:issue.remote-link:jira`.
        public static var readIssueRemoteLinkJira: String { "read:issue.remote-link:jira" }
    }
    /// Of Jobadder.
    public enum Jobadder {
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `introspection`.
        public static var introspection: String { "introspection" }
        /// The scope `manage_candidate_custom`.
        public static var manageCandidateCustom: String { "manage_candidate_custom" }
        /// The scope `manage_company_custom`.
        public static var manageCompanyCustom: String { "manage_company_custom" }
        /// The scope `manage_contact_custom`.
        public static var manageContactCustom: String { "manage_contact_custom" }
        /// The scope `manage_job_custom`.
        public static var manageJobCustom: String { "manage_job_custom" }
        /// The scope `manage_jobapplication_custom`.
        public static var manageJobapplicationCustom: String { "manage_jobapplication_custom" }
        /// The scope `manage_placement_custom`.
        public static var managePlacementCustom: String { "manage_placement_custom" }
        /// The scope `offline_access`.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `partner_jobboard`.
        public static var partnerJobboard: String { "partner_jobboard" }
        /// The scope `partner_ui_action`.
        public static var partnerUiAction: String { "partner_ui_action" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
        /// The scope `read`.
        public static var read: String { "read" }
        /// The scope `read_candidate`.
        public static var readCandidate: String { "read_candidate" }
        /// The scope `read_candidate_note`.
        public static var readCandidateNote: String { "read_candidate_note" }
        /// The scope `read_company`.
        public static var readCompany: String { "read_company" }
        /// The scope `read_company_note`.
        public static var readCompanyNote: String { "read_company_note" }
        /// The scope `read_contact`.
        public static var readContact: String { "read_contact" }
        /// The scope `read_contact_note`.
        public static var readContactNote: String { "read_contact_note" }
        /// The scope `read_events`.
        public static var readEvents: String { "read_events" }
        /// The scope `read_float`.
        public static var readFloat: String { "read_float" }
        /// The scope `read_folder`.
        public static var readFolder: String { "read_folder" }
        /// The scope `read_interview`.
        public static var readInterview: String { "read_interview" }
        /// The scope `read_job`.
        public static var readJob: String { "read_job" }
        /// The scope `read_job_note`.
        public static var readJobNote: String { "read_job_note" }
        /// The scope `read_jobad`.
        public static var readJobad: String { "read_jobad" }
        /// The scope `read_jobapplication`.
        public static var readJobapplication: String { "read_jobapplication" }
        /// The scope `read_jobapplication_note`.
        public static var readJobapplicationNote: String { "read_jobapplication_note" }
        /// The scope `read_note`.
        public static var readNote: String { "read_note" }
        /// The scope `read_opportunity`.
        public static var readOpportunity: String { "read_opportunity" }
        /// The scope `read_opportunity_note`.
        public static var readOpportunityNote: String { "read_opportunity_note" }
        /// The scope `read_placement`.
        public static var readPlacement: String { "read_placement" }
        /// The scope `read_placement_note`.
        public static var readPlacementNote: String { "read_placement_note" }
        /// The scope `read_requisition`.
        public static var readRequisition: String { "read_requisition" }
        /// The scope `read_requisition_note`.
        public static var readRequisitionNote: String { "read_requisition_note" }
        /// The scope `read_submission`.
        public static var readSubmission: String { "read_submission" }
        /// The scope `read_user`.
        public static var readUser: String { "read_user" }
        /// The scope `read_usergroup`.
        public static var readUsergroup: String { "read_usergroup" }
        /// The scope `read_usertask`.
        public static var readUsertask: String { "read_usertask" }
        /// The scope `roles`.
        public static var roles: String { "roles" }
        /// The scope `write`.
        public static var write: String { "write" }
        /// The scope `write_candidate`.
        public static var writeCandidate: String { "write_candidate" }
        /// The scope `write_candidate_note`.
        public static var writeCandidateNote: String { "write_candidate_note" }
        /// The scope `write_company`.
        public static var writeCompany: String { "write_company" }
        /// The scope `write_company_note`.
        public static var writeCompanyNote: String { "write_company_note" }
        /// The scope `write_contact`.
        public static var writeContact: String { "write_contact" }
        /// The scope `write_contact_note`.
        public static var writeContactNote: String { "write_contact_note" }
        /// The scope `write_events`.
        public static var writeEvents: String { "write_events" }
        /// The scope `write_folder`.
        public static var writeFolder: String { "write_folder" }
        /// The scope `write_interview`.
        public static var writeInterview: String { "write_interview" }
        /// The scope `write_job`.
        public static var writeJob: String { "write_job" }
        /// The scope `write_job_note`.
        public static var writeJobNote: String { "write_job_note" }
        /// The scope `write_jobad`.
        public static var writeJobad: String { "write_jobad" }
        /// The scope `write_jobapplication`.
        public static var writeJobapplication: String { "write_jobapplication" }
        /// The scope `write_jobapplication_note`.
        public static var writeJobapplicationNote: String { "write_jobapplication_note" }
        /// The scope `write_note`.
        public static var writeNote: String { "write_note" }
        /// The scope `write_opportunity`.
        public static var writeOpportunity: String { "write_opportunity" }
        /// The scope `write_opportunity_note`.
        public static var writeOpportunityNote: String { "write_opportunity_note" }
        /// The scope `write_placement`.
        public static var writePlacement: String { "write_placement" }
        /// The scope `write_placement_note`.
        public static var writePlacementNote: String { "write_placement_note" }
        /// The scope `write_requisition`.
        public static var writeRequisition: String { "write_requisition" }
        /// The scope `write_requisition_note`.
        public static var writeRequisitionNote: String { "write_requisition_note" }
        /// The scope `write_sms`.
        public static var writeSms: String { "write_sms" }
    }
    /// Of Keap.
    public enum Keap {
        /// The scope `full`.
        public static var full: String { "full" }
    }
    /// Of Kick.
    public enum Kick {
        /// The scope `user:read`.
        public static var userRead: String { "user:read" }
    }
    /// Of Klaviyo.
    public enum Klaviyo {
        /// The scope `accounts:read`.
        public static var accountsRead: String { "accounts:read" }
        /// The scope `campaigns:read`.
        public static var campaignsRead: String { "campaigns:read" }
        /// The scope `campaigns:write`.
        public static var campaignsWrite: String { "campaigns:write" }
        /// The scope `catalogs:read`.
        public static var catalogsRead: String { "catalogs:read" }
        /// The scope `catalogs:write`.
        public static var catalogsWrite: String { "catalogs:write" }
        /// The scope `conversations:read`.
        public static var conversationsRead: String { "conversations:read" }
        /// The scope `conversations:write`.
        public static var conversationsWrite: String { "conversations:write" }
        /// The scope `coupon-codes:read`.
        public static var couponCodesRead: String { "coupon-codes:read" }
        /// The scope `coupon-codes:write`.
        public static var couponCodesWrite: String { "coupon-codes:write" }
        /// The scope `coupons:read`.
        public static var couponsRead: String { "coupons:read" }
        /// The scope `coupons:write`.
        public static var couponsWrite: String { "coupons:write" }
        /// The scope `data-privacy:read`.
        public static var dataPrivacyRead: String { "data-privacy:read" }
        /// The scope `data-privacy:write`.
        public static var dataPrivacyWrite: String { "data-privacy:write" }
        /// The scope `events:read`.
        public static var eventsRead: String { "events:read" }
        /// The scope `events:write`.
        public static var eventsWrite: String { "events:write" }
        /// The scope `flows:read`.
        public static var flowsRead: String { "flows:read" }
        /// The scope `flows:write`.
        public static var flowsWrite: String { "flows:write" }
        /// The scope `forms:read`.
        public static var formsRead: String { "forms:read" }
        /// The scope `images:read`.
        public static var imagesRead: String { "images:read" }
        /// The scope `images:write`.
        public static var imagesWrite: String { "images:write" }
        /// The scope `lists:read`.
        public static var listsRead: String { "lists:read" }
        /// The scope `lists:write`.
        public static var listsWrite: String { "lists:write" }
        /// The scope `metrics:read`.
        public static var metricsRead: String { "metrics:read" }
        /// The scope `metrics:write`.
        public static var metricsWrite: String { "metrics:write" }
        /// The scope `profiles:read`.
        public static var profilesRead: String { "profiles:read" }
        /// The scope `profiles:write`.
        public static var profilesWrite: String { "profiles:write" }
        /// The scope `push-tokens:read`.
        public static var pushTokensRead: String { "push-tokens:read" }
        /// The scope `push-tokens:write`.
        public static var pushTokensWrite: String { "push-tokens:write" }
        /// The scope `reviews:read`.
        public static var reviewsRead: String { "reviews:read" }
        /// The scope `segments:read`.
        public static var segmentsRead: String { "segments:read" }
        /// The scope `segments:write`.
        public static var segmentsWrite: String { "segments:write" }
        /// The scope `subscriptions:read`.
        public static var subscriptionsRead: String { "subscriptions:read" }
        /// The scope `subscriptions:write`.
        public static var subscriptionsWrite: String { "subscriptions:write" }
        /// The scope `tags:read`.
        public static var tagsRead: String { "tags:read" }
        /// The scope `tags:write`.
        public static var tagsWrite: String { "tags:write" }
        /// The scope `templates:read`.
        public static var templatesRead: String { "templates:read" }
        /// The scope `templates:write`.
        public static var templatesWrite: String { "templates:write" }
        /// The scope `tracking-settings:read`.
        public static var trackingSettingsRead: String { "tracking-settings:read" }
        /// The scope `tracking-settings:write`.
        public static var trackingSettingsWrite: String { "tracking-settings:write" }
        /// The scope `web-feeds:read`.
        public static var webFeedsRead: String { "web-feeds:read" }
        /// The scope `web-feeds:write`.
        public static var webFeedsWrite: String { "web-feeds:write" }
    }
    /// Of Lever.
    public enum Lever {
        /// The scope `applications:read:admin`.
        public static var applicationsReadAdmin: String { "applications:read:admin" }
        /// The scope `archive_reasons:read:admin`.
        public static var archiveReasonsReadAdmin: String { "archive_reasons:read:admin" }
        /// The scope `audit_events:read:admin`.
        public static var auditEventsReadAdmin: String { "audit_events:read:admin" }
        /// The scope `confidential:access:admin`.
        public static var confidentialAccessAdmin: String { "confidential:access:admin" }
        /// The scope `contact:read:admin`.
        public static var contactReadAdmin: String { "contact:read:admin" }
        /// The scope `contact:write:admin`.
        public static var contactWriteAdmin: String { "contact:write:admin" }
        /// The scope `diversity_surveys:read:admin`.
        public static var diversitySurveysReadAdmin: String { "diversity_surveys:read:admin" }
        /// The scope `eeo_responses:read:admin`.
        public static var eeoResponsesReadAdmin: String { "eeo_responses:read:admin" }
        /// The scope `eeo_responses_pii:read:admin`.
        public static var eeoResponsesPiiReadAdmin: String { "eeo_responses_pii:read:admin" }
        /// The scope `feedback:read:admin`.
        public static var feedbackReadAdmin: String { "feedback:read:admin" }
        /// The scope `feedback:write:admin`.
        public static var feedbackWriteAdmin: String { "feedback:write:admin" }
        /// The scope `feedback_templates:read:admin`.
        public static var feedbackTemplatesReadAdmin: String { "feedback_templates:read:admin" }
        /// The scope `feedback_templates:write:admin`.
        public static var feedbackTemplatesWriteAdmin: String { "feedback_templates:write:admin" }
        /// The scope `files:read:admin`.
        public static var filesReadAdmin: String { "files:read:admin" }
        /// The scope `files:write:admin`.
        public static var filesWriteAdmin: String { "files:write:admin" }
        /// The scope `form_templates:read:admin`.
        public static var formTemplatesReadAdmin: String { "form_templates:read:admin" }
        /// The scope `form_templates:write:admin`.
        public static var formTemplatesWriteAdmin: String { "form_templates:write:admin" }
        /// The scope `forms:read:admin`.
        public static var formsReadAdmin: String { "forms:read:admin" }
        /// The scope `forms:write:admin`.
        public static var formsWriteAdmin: String { "forms:write:admin" }
        /// The scope `groups:read:admin`.
        public static var groupsReadAdmin: String { "groups:read:admin" }
        /// The scope `groups:write:admin`.
        public static var groupsWriteAdmin: String { "groups:write:admin" }
        /// The scope `interviews:read:admin`.
        public static var interviewsReadAdmin: String { "interviews:read:admin" }
        /// The scope `interviews:write:admin`.
        public static var interviewsWriteAdmin: String { "interviews:write:admin" }
        /// The scope `notes:read:admin`.
        public static var notesReadAdmin: String { "notes:read:admin" }
        /// The scope `notes:write:admin`.
        public static var notesWriteAdmin: String { "notes:write:admin" }
        /// The scope `offers:read:admin`.
        public static var offersReadAdmin: String { "offers:read:admin" }
        /// The scope `offline_access`.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `opportunities:read:admin`.
        public static var opportunitiesReadAdmin: String { "opportunities:read:admin" }
        /// The scope `opportunities:write:admin`.
        public static var opportunitiesWriteAdmin: String { "opportunities:write:admin" }
        /// The scope `panels:read:admin`.
        public static var panelsReadAdmin: String { "panels:read:admin" }
        /// The scope `panels:write:admin`.
        public static var panelsWriteAdmin: String { "panels:write:admin" }
        /// The scope `permissions:read:admin`.
        public static var permissionsReadAdmin: String { "permissions:read:admin" }
        /// The scope `permissions:write:admin`.
        public static var permissionsWriteAdmin: String { "permissions:write:admin" }
        /// The scope `postings:read:admin`.
        public static var postingsReadAdmin: String { "postings:read:admin" }
        /// The scope `postings:write:admin`.
        public static var postingsWriteAdmin: String { "postings:write:admin" }
        /// The scope `referrals:read:admin`.
        public static var referralsReadAdmin: String { "referrals:read:admin" }
        /// The scope `requisition_fields:read:admin`.
        public static var requisitionFieldsReadAdmin: String { "requisition_fields:read:admin" }
        /// The scope `requisition_fields:write:admin`.
        public static var requisitionFieldsWriteAdmin: String { "requisition_fields:write:admin" }
        /// The scope `requisitions:read:admin`.
        public static var requisitionsReadAdmin: String { "requisitions:read:admin" }
        /// The scope `requisitions:write:admin`.
        public static var requisitionsWriteAdmin: String { "requisitions:write:admin" }
        /// The scope `resumes:read:admin`.
        public static var resumesReadAdmin: String { "resumes:read:admin" }
        /// The scope `roles:read:admin`.
        public static var rolesReadAdmin: String { "roles:read:admin" }
        /// The scope `roles:write:admin`.
        public static var rolesWriteAdmin: String { "roles:write:admin" }
        /// The scope `sources:read:admin`.
        public static var sourcesReadAdmin: String { "sources:read:admin" }
        /// The scope `stages:read:admin`.
        public static var stagesReadAdmin: String { "stages:read:admin" }
        /// The scope `tags:read:admin`.
        public static var tagsReadAdmin: String { "tags:read:admin" }
        /// The scope `tasks:read:admin`.
        public static var tasksReadAdmin: String { "tasks:read:admin" }
        /// The scope `uploads:write:admin`.
        public static var uploadsWriteAdmin: String { "uploads:write:admin" }
        /// The scope `users:read:admin`.
        public static var usersReadAdmin: String { "users:read:admin" }
        /// The scope `users:write:admin`.
        public static var usersWriteAdmin: String { "users:write:admin" }
        /// The scope `webhooks:read:admin`.
        public static var webhooksReadAdmin: String { "webhooks:read:admin" }
        /// The scope `webhooks:write:admin`.
        public static var webhooksWriteAdmin: String { "webhooks:write:admin" }
    }
    /// Of Lichess.
    public enum Lichess {
        /// See your e-mail address.
        public static var emailRead: String { "email:read" }
    }
    /// Of LINE.
    public enum Line {
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Linear.
    public enum Linear {
        /// Administer your workspace.
        public static var admin: String { "admin" }
        /// Let issues be given to the app.
        public static var appAssignable: String { "app:assignable" }
        /// Let the app be mentioned.
        public static var appMentionable: String { "app:mentionable" }
        /// Write comments.
        public static var commentsCreate: String { "comments:create" }
        /// See customers.
        public static var customerRead: String { "customer:read" }
        /// Create and change customers.
        public static var customerWrite: String { "customer:write" }
        /// See initiatives.
        public static var initiativeRead: String { "initiative:read" }
        /// Create and change initiatives.
        public static var initiativeWrite: String { "initiative:write" }
        /// Create issues.
        public static var issuesCreate: String { "issues:create" }
        /// See your workspace.
        public static var read: String { "read" }
        /// Create and change schedules.
        public static var timeScheduleWrite: String { "timeSchedule:write" }
        /// Change your workspace.
        public static var write: String { "write" }
    }
    /// Of LinkedIn.
    public enum Linkedin {
        /// See your e-mail address.
        public static var email: String { "email" }
        /// Sign you in.
        public static var openid: String { "openid" }
        /// See your name and picture.
        public static var profile: String { "profile" }
        /// See how many connections you have.
        public static var r1stConnectionsSize: String { "r_1st_connections_size" }
        /// The scope `r_ad_campaigns`.
        public static var rAdCampaigns: String { "r_ad_campaigns" }
        /// See your ad accounts.
        public static var rAds: String { "r_ads" }
        /// The scope `r_ads_leadgen_automation`.
        public static var rAdsLeadgenAutomation: String { "r_ads_leadgen_automation" }
        /// See reports of your ads.
        public static var rAdsReporting: String { "r_ads_reporting" }
        /// See your basic profile.
        public static var rBasicprofile: String { "r_basicprofile" }
        /// The scope `r_compliance`.
        public static var rCompliance: String { "r_compliance" }
        /// The scope `r_contactinfo`.
        public static var rContactinfo: String { "r_contactinfo" }
        /// The scope `r_emailaddress`.
        public static var rEmailaddress: String { "r_emailaddress" }
        /// See your events.
        public static var rEvents: String { "r_events" }
        /// The scope `r_feed`.
        public static var rFeed: String { "r_feed" }
        /// The scope `r_fullprofile`.
        public static var rFullprofile: String { "r_fullprofile" }
        /// The scope `r_liteprofile`.
        public static var rLiteprofile: String { "r_liteprofile" }
        /// Read leads of your ads.
        public static var rMarketingLeadgenAutomation: String { "r_marketing_leadgen_automation" }
        /// See your posts.
        public static var rMemberSocial: String { "r_member_social" }
        /// The scope `r_network`.
        public static var rNetwork: String { "r_network" }
        /// See pages of your organisations.
        public static var rOrganizationAdmin: String { "r_organization_admin" }
        /// The scope `r_organization_followers`.
        public static var rOrganizationFollowers: String { "r_organization_followers" }
        /// The scope `r_organization_lookup`.
        public static var rOrganizationLookup: String { "r_organization_lookup" }
        /// See posts of your organisations.
        public static var rOrganizationSocial: String { "r_organization_social" }
        /// The scope `r_organization_social_feed`.
        public static var rOrganizationSocialFeed: String { "r_organization_social_feed" }
        /// The scope `r_primarycontact`.
        public static var rPrimarycontact: String { "r_primarycontact" }
        /// The scope `r_sales_nav_analytics`.
        public static var rSalesNavAnalytics: String { "r_sales_nav_analytics" }
        /// The scope `r_sales_nav_display`.
        public static var rSalesNavDisplay: String { "r_sales_nav_display" }
        /// The scope `r_sales_nav_profiles`.
        public static var rSalesNavProfiles: String { "r_sales_nav_profiles" }
        /// The scope `r_sales_nav_validation`.
        public static var rSalesNavValidation: String { "r_sales_nav_validation" }
        /// The scope `r_targeting`.
        public static var rTargeting: String { "r_targeting" }
        /// The scope `rw_ad_campaigns`.
        public static var rwAdCampaigns: String { "rw_ad_campaigns" }
        /// Manage your ad accounts.
        public static var rwAds: String { "rw_ads" }
        /// The scope `rw_company_admin`.
        public static var rwCompanyAdmin: String { "rw_company_admin" }
        /// Manage conversions of your ads.
        public static var rwConversions: String { "rw_conversions" }
        /// The scope `rw_dmp_segments`.
        public static var rwDmpSegments: String { "rw_dmp_segments" }
        /// The scope `rw_groups`.
        public static var rwGroups: String { "rw_groups" }
        /// The scope `rw_nus`.
        public static var rwNus: String { "rw_nus" }
        /// The scope `rw_offlineConversions`.
        public static var rwOfflineConversions: String { "rw_offlineConversions" }
        /// The scope `rw_organization`.
        public static var rwOrganization: String { "rw_organization" }
        /// Manage pages of your organisations.
        public static var rwOrganizationAdmin: String { "rw_organization_admin" }
        /// The scope `w_compliance`.
        public static var wCompliance: String { "w_compliance" }
        /// Post in your name.
        public static var wMemberSocial: String { "w_member_social" }
        /// The scope `w_member_social_feed`.
        public static var wMemberSocialFeed: String { "w_member_social_feed" }
        /// The scope `w_messages`.
        public static var wMessages: String { "w_messages" }
        /// Post for your organisations.
        public static var wOrganizationSocial: String { "w_organization_social" }
        /// The scope `w_organization_social_feed`.
        public static var wOrganizationSocialFeed: String { "w_organization_social_feed" }
        /// The scope `w_share`.
        public static var wShare: String { "w_share" }
    }
    /// Of Lokalise.
    public enum Lokalise {
        /// The scope `delete_contributors`.
        public static var deleteContributors: String { "delete_contributors" }
        /// The scope `delete_keys`.
        public static var deleteKeys: String { "delete_keys" }
        /// The scope `read_background_processes`.
        public static var readBackgroundProcesses: String { "read_background_processes" }
        /// The scope `read_comments`.
        public static var readComments: String { "read_comments" }
        /// The scope `read_contributors`.
        public static var readContributors: String { "read_contributors" }
        /// The scope `read_files`.
        public static var readFiles: String { "read_files" }
        /// The scope `read_keys`.
        public static var readKeys: String { "read_keys" }
        /// The scope `read_languages`.
        public static var readLanguages: String { "read_languages" }
        /// The scope `read_projects`.
        public static var readProjects: String { "read_projects" }
        /// The scope `read_screenshots`.
        public static var readScreenshots: String { "read_screenshots" }
        /// The scope `read_snapshots`.
        public static var readSnapshots: String { "read_snapshots" }
        /// The scope `read_tasks`.
        public static var readTasks: String { "read_tasks" }
        /// The scope `read_team_orders`.
        public static var readTeamOrders: String { "read_team_orders" }
        /// The scope `read_team_users`.
        public static var readTeamUsers: String { "read_team_users" }
        /// The scope `read_translations`.
        public static var readTranslations: String { "read_translations" }
        /// The scope `read_webhooks`.
        public static var readWebhooks: String { "read_webhooks" }
        /// The scope `write_comments`.
        public static var writeComments: String { "write_comments" }
        /// The scope `write_contributors`.
        public static var writeContributors: String { "write_contributors" }
        /// The scope `write_files`.
        public static var writeFiles: String { "write_files" }
        /// The scope `write_keys`.
        public static var writeKeys: String { "write_keys" }
        /// The scope `write_languages`.
        public static var writeLanguages: String { "write_languages" }
        /// The scope `write_projects`.
        public static var writeProjects: String { "write_projects" }
        /// The scope `write_screenshots`.
        public static var writeScreenshots: String { "write_screenshots" }
        /// The scope `write_snapshots`.
        public static var writeSnapshots: String { "write_snapshots" }
        /// The scope `write_tasks`.
        public static var writeTasks: String { "write_tasks" }
        /// The scope `write_team_orders`.
        public static var writeTeamOrders: String { "write_team_orders" }
        /// The scope `write_translations`.
        public static var writeTranslations: String { "write_translations" }
        /// The scope `write_webhooks`.
        public static var writeWebhooks: String { "write_webhooks" }
    }
    /// Of Meetup.
    public enum Meetup {
        /// The scope `ageless`.
        public static var ageless: String { "ageless" }
        /// The scope `basic`.
        public static var basic: String { "basic" }
        /// The scope `messaging`.
        public static var messaging: String { "messaging" }
    }
    /// Of MeisterTask.
    public enum Meistertask {
        /// The scope `meistertask`.
        public static var meistertask: String { "meistertask" }
        /// The scope `userinfo.email`.
        public static var userinfoEmail: String { "userinfo.email" }
        /// The scope `userinfo.profile`.
        public static var userinfoProfile: String { "userinfo.profile" }
    }
    /// Of Outlook Calendar.
    public enum MicrosoftCalendar {
        /// See your calendars.
        public static var calendarsRead: String { "Calendars.Read" }
        /// See calendars that others share with you.
        public static var calendarsReadShared: String { "Calendars.Read.Shared" }
        /// See your events without their text and attachments.
        public static var calendarsReadBasic: String { "Calendars.ReadBasic" }
        /// See, change and delete events of your calendars.
        public static var calendarsReadWrite: String { "Calendars.ReadWrite" }
        /// See and change calendars that others share with you.
        public static var calendarsReadWriteShared: String { "Calendars.ReadWrite.Shared" }
        /// See your name and e-mail address.
        public static var userRead: String { "User.Read" }
        /// Stay connected when you are not there.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of OneDrive.
    public enum MicrosoftOnedrive {
        /// Read your files.
        public static var filesRead: String { "Files.Read" }
        /// Read all files that you can open.
        public static var filesReadAll: String { "Files.Read.All" }
        /// Read, create, change and delete your files.
        public static var filesReadWrite: String { "Files.ReadWrite" }
        /// Read, create, change and delete all files that you can open.
        public static var filesReadWriteAll: String { "Files.ReadWrite.All" }
        /// Read the SharePoint sites and lists that you can open.
        public static var sitesReadAll: String { "Sites.Read.All" }
        /// Read and change the SharePoint sites and lists that you can open.
        public static var sitesReadWriteAll: String { "Sites.ReadWrite.All" }
        /// See your name and e-mail address.
        public static var userRead: String { "User.Read" }
        /// Stay connected when you are not there.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Outlook.
    public enum MicrosoftOutlook {
        /// See your contacts.
        public static var contactsRead: String { "Contacts.Read" }
        /// See, change and delete your contacts.
        public static var contactsReadWrite: String { "Contacts.ReadWrite" }
        /// Read your mail.
        public static var mailRead: String { "Mail.Read" }
        /// Read mail that others share with you.
        public static var mailReadShared: String { "Mail.Read.Shared" }
        /// See your mail without its text and attachments.
        public static var mailReadBasic: String { "Mail.ReadBasic" }
        /// Read, change and delete your mail.
        public static var mailReadWrite: String { "Mail.ReadWrite" }
        /// Read, change and delete mail that others share with you.
        public static var mailReadWriteShared: String { "Mail.ReadWrite.Shared" }
        /// Send mail in your name.
        public static var mailSend: String { "Mail.Send" }
        /// Send mail in the name of others who allow it.
        public static var mailSendShared: String { "Mail.Send.Shared" }
        /// See the settings of your mailbox.
        public static var mailboxSettingsRead: String { "MailboxSettings.Read" }
        /// See and change the settings of your mailbox.
        public static var mailboxSettingsReadWrite: String { "MailboxSettings.ReadWrite" }
        /// See your name and e-mail address.
        public static var userRead: String { "User.Read" }
        /// Stay connected when you are not there.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Microsoft Planner.
    public enum MicrosoftPlanner {
        /// See the groups whose plans you can open.
        public static var groupReadAll: String { "Group.Read.All" }
        /// See and change the groups whose plans you can open.
        public static var groupReadWriteAll: String { "Group.ReadWrite.All" }
        /// See your tasks and the plans that you can open.
        public static var tasksRead: String { "Tasks.Read" }
        /// See tasks that others share with you.
        public static var tasksReadShared: String { "Tasks.Read.Shared" }
        /// See, create, change and delete tasks and plans that you can open.
        public static var tasksReadWrite: String { "Tasks.ReadWrite" }
        /// See and change tasks that others share with you.
        public static var tasksReadWriteShared: String { "Tasks.ReadWrite.Shared" }
        /// See your name and e-mail address.
        public static var userRead: String { "User.Read" }
        /// Stay connected when you are not there.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Microsoft Power BI.
    public enum MicrosoftPowerBi {
        /// The scope `App.Read.All`.
        public static var appReadAll: String { "App.Read.All" }
        /// The scope `Capacity.Read.All`.
        public static var capacityReadAll: String { "Capacity.Read.All" }
        /// The scope `Capacity.ReadWrite.All`.
        public static var capacityReadWriteAll: String { "Capacity.ReadWrite.All" }
        /// The scope `Catalog.Read.All`.
        public static var catalogReadAll: String { "Catalog.Read.All" }
        /// The scope `CatalogMirroring.Read.All`.
        public static var catalogMirroringReadAll: String { "CatalogMirroring.Read.All" }
        /// The scope `Code.AccessAzureDataExplorer.All`.
        public static var codeAccessAzureDataExplorerAll: String { "Code.AccessAzureDataExplorer.All" }
        /// The scope `Code.AccessAzureDataLake.All`.
        public static var codeAccessAzureDataLakeAll: String { "Code.AccessAzureDataLake.All" }
        /// The scope `Code.AccessAzureKeyvault.All`.
        public static var codeAccessAzureKeyvaultAll: String { "Code.AccessAzureKeyvault.All" }
        /// The scope `Code.AccessFabric.All`.
        public static var codeAccessFabricAll: String { "Code.AccessFabric.All" }
        /// The scope `Code.AccessSQL.All`.
        public static var codeAccessSQLAll: String { "Code.AccessSQL.All" }
        /// The scope `Code.AccessStorage.All`.
        public static var codeAccessStorageAll: String { "Code.AccessStorage.All" }
        /// The scope `Connection.Read.All`.
        public static var connectionReadAll: String { "Connection.Read.All" }
        /// The scope `Connection.ReadWrite.All`.
        public static var connectionReadWriteAll: String { "Connection.ReadWrite.All" }
        /// The scope `Content.Create`.
        public static var contentCreate: String { "Content.Create" }
        /// The scope `CopyJob.Execute.All`.
        public static var copyJobExecuteAll: String { "CopyJob.Execute.All" }
        /// The scope `CopyJob.Read.All`.
        public static var copyJobReadAll: String { "CopyJob.Read.All" }
        /// The scope `CopyJob.ReadWrite.All`.
        public static var copyJobReadWriteAll: String { "CopyJob.ReadWrite.All" }
        /// The scope `Dashboard.Read.All`.
        public static var dashboardReadAll: String { "Dashboard.Read.All" }
        /// The scope `Dashboard.ReadWrite.All`.
        public static var dashboardReadWriteAll: String { "Dashboard.ReadWrite.All" }
        /// The scope `DataAgent.Execute.All`.
        public static var dataAgentExecuteAll: String { "DataAgent.Execute.All" }
        /// The scope `DataAgent.Read.All`.
        public static var dataAgentReadAll: String { "DataAgent.Read.All" }
        /// The scope `DataAgent.ReadWrite.All`.
        public static var dataAgentReadWriteAll: String { "DataAgent.ReadWrite.All" }
        /// The scope `DataPipeline.Execute.All`.
        public static var dataPipelineExecuteAll: String { "DataPipeline.Execute.All" }
        /// The scope `DataPipeline.Read.All`.
        public static var dataPipelineReadAll: String { "DataPipeline.Read.All" }
        /// The scope `DataPipeline.ReadWrite.All`.
        public static var dataPipelineReadWriteAll: String { "DataPipeline.ReadWrite.All" }
        /// The scope `DatabricksCatalog.Read.All`.
        public static var databricksCatalogReadAll: String { "DatabricksCatalog.Read.All" }
        /// The scope `Dataflow.Execute.All`.
        public static var dataflowExecuteAll: String { "Dataflow.Execute.All" }
        /// The scope `Dataflow.Read.All`.
        public static var dataflowReadAll: String { "Dataflow.Read.All" }
        /// The scope `Dataflow.ReadWrite.All`.
        public static var dataflowReadWriteAll: String { "Dataflow.ReadWrite.All" }
        /// The scope `Datamart.Read.All`.
        public static var datamartReadAll: String { "Datamart.Read.All" }
        /// The scope `Datamart.ReadWrite.All`.
        public static var datamartReadWriteAll: String { "Datamart.ReadWrite.All" }
        /// The scope `Dataset.Read.All`.
        public static var datasetReadAll: String { "Dataset.Read.All" }
        /// The scope `Dataset.ReadWrite.All`.
        public static var datasetReadWriteAll: String { "Dataset.ReadWrite.All" }
        /// The scope `DevX.ReadWrite.All`.
        public static var devXReadWriteAll: String { "DevX.ReadWrite.All" }
        /// The scope `Environment.Read.All`.
        public static var environmentReadAll: String { "Environment.Read.All" }
        /// The scope `Environment.ReadWrite.All`.
        public static var environmentReadWriteAll: String { "Environment.ReadWrite.All" }
        /// The scope `Eventhouse.Read.All`.
        public static var eventhouseReadAll: String { "Eventhouse.Read.All" }
        /// The scope `Eventhouse.ReadWrite.All`.
        public static var eventhouseReadWriteAll: String { "Eventhouse.ReadWrite.All" }
        /// The scope `Eventstream.Read.All`.
        public static var eventstreamReadAll: String { "Eventstream.Read.All" }
        /// The scope `Eventstream.ReadWrite.All`.
        public static var eventstreamReadWriteAll: String { "Eventstream.ReadWrite.All" }
        /// The scope `ExternalDataShare.Accept.All`.
        public static var externalDataShareAcceptAll: String { "ExternalDataShare.Accept.All" }
        /// The scope `Fabric.Embed`.
        public static var fabricEmbed: String { "Fabric.Embed" }
        /// The scope `Fabric.Extend`.
        public static var fabricExtend: String { "Fabric.Extend" }
        /// The scope `Fabric.Extend.IframeSandbox`.
        public static var fabricExtendIframeSandbox: String { "Fabric.Extend.IframeSandbox" }
        /// The scope `Gateway.Read.All`.
        public static var gatewayReadAll: String { "Gateway.Read.All" }
        /// The scope `Gateway.ReadWrite.All`.
        public static var gatewayReadWriteAll: String { "Gateway.ReadWrite.All" }
        /// The scope `GraphInstance.Execute.All`.
        public static var graphInstanceExecuteAll: String { "GraphInstance.Execute.All" }
        /// The scope `GraphInstance.Read.All`.
        public static var graphInstanceReadAll: String { "GraphInstance.Read.All" }
        /// The scope `GraphInstance.ReadWrite.All`.
        public static var graphInstanceReadWriteAll: String { "GraphInstance.ReadWrite.All" }
        /// The scope `GraphQL.Execute.All`.
        public static var graphQLExecuteAll: String { "GraphQL.Execute.All" }
        /// The scope `GraphQLApi.Execute.All`.
        public static var graphQLApiExecuteAll: String { "GraphQLApi.Execute.All" }
        /// The scope `GraphQLApi.Read.All`.
        public static var graphQLApiReadAll: String { "GraphQLApi.Read.All" }
        /// The scope `GraphQLApi.ReadWrite.All`.
        public static var graphQLApiReadWriteAll: String { "GraphQLApi.ReadWrite.All" }
        /// The scope `Item.Audit.All`.
        public static var itemAuditAll: String { "Item.Audit.All" }
        /// The scope `Item.Execute.All`.
        public static var itemExecuteAll: String { "Item.Execute.All" }
        /// The scope `Item.ExternalDataShare.All`.
        public static var itemExternalDataShareAll: String { "Item.ExternalDataShare.All" }
        /// The scope `Item.Read.All`.
        public static var itemReadAll: String { "Item.Read.All" }
        /// The scope `Item.ReadWrite.All`.
        public static var itemReadWriteAll: String { "Item.ReadWrite.All" }
        /// The scope `Item.Reshare.All`.
        public static var itemReshareAll: String { "Item.Reshare.All" }
        /// The scope `ItemMetadata.Read.All`.
        public static var itemMetadataReadAll: String { "ItemMetadata.Read.All" }
        /// The scope `ItemMetadata.ReadWrite.All`.
        public static var itemMetadataReadWriteAll: String { "ItemMetadata.ReadWrite.All" }
        /// The scope `KQLDashboard.Read.All`.
        public static var kQLDashboardReadAll: String { "KQLDashboard.Read.All" }
        /// The scope `KQLDashboard.ReadWrite.All`.
        public static var kQLDashboardReadWriteAll: String { "KQLDashboard.ReadWrite.All" }
        /// The scope `KQLDataConnection.Read.All`.
        public static var kQLDataConnectionReadAll: String { "KQLDataConnection.Read.All" }
        /// The scope `KQLDataConnection.ReadWrite.All`.
        public static var kQLDataConnectionReadWriteAll: String { "KQLDataConnection.ReadWrite.All" }
        /// The scope `KQLDatabase.Execute.All`.
        public static var kQLDatabaseExecuteAll: String { "KQLDatabase.Execute.All" }
        /// The scope `KQLDatabase.ExternalDataShare.All`.
        public static var kQLDatabaseExternalDataShareAll: String { "KQLDatabase.ExternalDataShare.All" }
        /// The scope `KQLDatabase.Read.All`.
        public static var kQLDatabaseReadAll: String { "KQLDatabase.Read.All" }
        /// The scope `KQLDatabase.ReadWrite.All`.
        public static var kQLDatabaseReadWriteAll: String { "KQLDatabase.ReadWrite.All" }
        /// The scope `KQLQueryset.Read.All`.
        public static var kQLQuerysetReadAll: String { "KQLQueryset.Read.All" }
        /// The scope `KQLQueryset.ReadWrite.All`.
        public static var kQLQuerysetReadWriteAll: String { "KQLQueryset.ReadWrite.All" }
        /// The scope `Lakehouse.Execute.All`.
        public static var lakehouseExecuteAll: String { "Lakehouse.Execute.All" }
        /// The scope `Lakehouse.ExternalDataShare.All`.
        public static var lakehouseExternalDataShareAll: String { "Lakehouse.ExternalDataShare.All" }
        /// The scope `Lakehouse.Read.All`.
        public static var lakehouseReadAll: String { "Lakehouse.Read.All" }
        /// The scope `Lakehouse.ReadWrite.All`.
        public static var lakehouseReadWriteAll: String { "Lakehouse.ReadWrite.All" }
        /// The scope `MLExperiment.Execute.All`.
        public static var mLExperimentExecuteAll: String { "MLExperiment.Execute.All" }
        /// The scope `MLExperiment.Read.All`.
        public static var mLExperimentReadAll: String { "MLExperiment.Read.All" }
        /// The scope `MLExperiment.ReadWrite.All`.
        public static var mLExperimentReadWriteAll: String { "MLExperiment.ReadWrite.All" }
        /// The scope `MLModel.Execute.All`.
        public static var mLModelExecuteAll: String { "MLModel.Execute.All" }
        /// The scope `MLModel.Read.All`.
        public static var mLModelReadAll: String { "MLModel.Read.All" }
        /// The scope `MLModel.ReadWrite.All`.
        public static var mLModelReadWriteAll: String { "MLModel.ReadWrite.All" }
        /// The scope `MLModel.Reshare.All`.
        public static var mLModelReshareAll: String { "MLModel.Reshare.All" }
        /// The scope `MetricSet.Read.All`.
        public static var metricSetReadAll: String { "MetricSet.Read.All" }
        /// The scope `MetricSet.ReadWrite.All`.
        public static var metricSetReadWriteAll: String { "MetricSet.ReadWrite.All" }
        /// The scope `MirroredAzureDatabricksCatalog.Execute.All`.
        public static var mirroredAzureDatabricksCatalogExecuteAll: String { "MirroredAzureDatabricksCatalog.Execute.All" }
        /// The scope `MirroredAzureDatabricksCatalog.Read.All`.
        public static var mirroredAzureDatabricksCatalogReadAll: String { "MirroredAzureDatabricksCatalog.Read.All" }
        /// The scope `MirroredAzureDatabricksCatalog.ReadWrite.All`.
        public static var mirroredAzureDatabricksCatalogReadWriteAll: String { "MirroredAzureDatabricksCatalog.ReadWrite.All" }
        /// The scope `MirroredDatabase.ExternalDataShare.All`.
        public static var mirroredDatabaseExternalDataShareAll: String { "MirroredDatabase.ExternalDataShare.All" }
        /// The scope `MirroredDatabase.Read.All`.
        public static var mirroredDatabaseReadAll: String { "MirroredDatabase.Read.All" }
        /// The scope `MirroredDatabase.ReadWrite.All`.
        public static var mirroredDatabaseReadWriteAll: String { "MirroredDatabase.ReadWrite.All" }
        /// The scope `MountedDataFactory.Read.All`.
        public static var mountedDataFactoryReadAll: String { "MountedDataFactory.Read.All" }
        /// The scope `MountedDataFactory.ReadWrite.All`.
        public static var mountedDataFactoryReadWriteAll: String { "MountedDataFactory.ReadWrite.All" }
        /// The scope `Notebook.Execute.All`.
        public static var notebookExecuteAll: String { "Notebook.Execute.All" }
        /// The scope `Notebook.Read.All`.
        public static var notebookReadAll: String { "Notebook.Read.All" }
        /// The scope `Notebook.ReadWrite.All`.
        public static var notebookReadWriteAll: String { "Notebook.ReadWrite.All" }
        /// The scope `OneLake.Read.All`.
        public static var oneLakeReadAll: String { "OneLake.Read.All" }
        /// The scope `OneLake.ReadWrite.All`.
        public static var oneLakeReadWriteAll: String { "OneLake.ReadWrite.All" }
        /// The scope `OrgApp.Read.All`.
        public static var orgAppReadAll: String { "OrgApp.Read.All" }
        /// The scope `OrgApp.ReadWrite.All`.
        public static var orgAppReadWriteAll: String { "OrgApp.ReadWrite.All" }
        /// The scope `PaginatedReport.Read.All`.
        public static var paginatedReportReadAll: String { "PaginatedReport.Read.All" }
        /// The scope `PaginatedReport.ReadWrite.All`.
        public static var paginatedReportReadWriteAll: String { "PaginatedReport.ReadWrite.All" }
        /// The scope `Pipeline.Deploy`.
        public static var pipelineDeploy: String { "Pipeline.Deploy" }
        /// The scope `Pipeline.Read.All`.
        public static var pipelineReadAll: String { "Pipeline.Read.All" }
        /// The scope `Pipeline.ReadWrite.All`.
        public static var pipelineReadWriteAll: String { "Pipeline.ReadWrite.All" }
        /// The scope `PrincipalDetails.ReadBasic.All`.
        public static var principalDetailsReadBasicAll: String { "PrincipalDetails.ReadBasic.All" }
        /// The scope `Reflex.Read.All`.
        public static var reflexReadAll: String { "Reflex.Read.All" }
        /// The scope `Reflex.ReadWrite.All`.
        public static var reflexReadWriteAll: String { "Reflex.ReadWrite.All" }
        /// The scope `Report.Read.All`.
        public static var reportReadAll: String { "Report.Read.All" }
        /// The scope `Report.ReadWrite.All`.
        public static var reportReadWriteAll: String { "Report.ReadWrite.All" }
        /// The scope `RetailDataManager.Read.All`.
        public static var retailDataManagerReadAll: String { "RetailDataManager.Read.All" }
        /// The scope `RetailDataManager.ReadWrite.All`.
        public static var retailDataManagerReadWriteAll: String { "RetailDataManager.ReadWrite.All" }
        /// The scope `SQLDatabase.ExternalDataShare.All`.
        public static var sQLDatabaseExternalDataShareAll: String { "SQLDatabase.ExternalDataShare.All" }
        /// The scope `SQLDatabase.Read.All`.
        public static var sQLDatabaseReadAll: String { "SQLDatabase.Read.All" }
        /// The scope `SQLDatabase.ReadWrite.All`.
        public static var sQLDatabaseReadWriteAll: String { "SQLDatabase.ReadWrite.All" }
        /// The scope `SQLEndpoint.Read.All`.
        public static var sQLEndpointReadAll: String { "SQLEndpoint.Read.All" }
        /// The scope `SQLEndpoint.ReadWrite.All`.
        public static var sQLEndpointReadWriteAll: String { "SQLEndpoint.ReadWrite.All" }
        /// The scope `Scorecard.Read.All`.
        public static var scorecardReadAll: String { "Scorecard.Read.All" }
        /// The scope `SemanticModel.ExternalDataShare.All`.
        public static var semanticModelExternalDataShareAll: String { "SemanticModel.ExternalDataShare.All" }
        /// The scope `SemanticModel.Read.All`.
        public static var semanticModelReadAll: String { "SemanticModel.Read.All" }
        /// The scope `SemanticModel.ReadWrite.All`.
        public static var semanticModelReadWriteAll: String { "SemanticModel.ReadWrite.All" }
        /// The scope `SparkJobDefinition.Execute.All`.
        public static var sparkJobDefinitionExecuteAll: String { "SparkJobDefinition.Execute.All" }
        /// The scope `SparkJobDefinition.Read.All`.
        public static var sparkJobDefinitionReadAll: String { "SparkJobDefinition.Read.All" }
        /// The scope `SparkJobDefinition.ReadWrite.All`.
        public static var sparkJobDefinitionReadWriteAll: String { "SparkJobDefinition.ReadWrite.All" }
        /// The scope `StorageAccount.Read.All`.
        public static var storageAccountReadAll: String { "StorageAccount.Read.All" }
        /// The scope `StorageAccount.ReadWrite.All`.
        public static var storageAccountReadWriteAll: String { "StorageAccount.ReadWrite.All" }
        /// The scope `Tenant.Read.All`.
        public static var tenantReadAll: String { "Tenant.Read.All" }
        /// The scope `Tenant.ReadWrite.All`.
        public static var tenantReadWriteAll: String { "Tenant.ReadWrite.All" }
        /// The scope `UserDataFunction.Execute.All`.
        public static var userDataFunctionExecuteAll: String { "UserDataFunction.Execute.All" }
        /// The scope `UserDataFunction.Read.All`.
        public static var userDataFunctionReadAll: String { "UserDataFunction.Read.All" }
        /// The scope `UserDataFunction.ReadWrite.All`.
        public static var userDataFunctionReadWriteAll: String { "UserDataFunction.ReadWrite.All" }
        /// The scope `UserState.ReadWrite.All`.
        public static var userStateReadWriteAll: String { "UserState.ReadWrite.All" }
        /// The scope `VariableLibrary.Execute.All`.
        public static var variableLibraryExecuteAll: String { "VariableLibrary.Execute.All" }
        /// The scope `VariableLibrary.Read.All`.
        public static var variableLibraryReadAll: String { "VariableLibrary.Read.All" }
        /// The scope `VariableLibrary.ReadWrite.All`.
        public static var variableLibraryReadWriteAll: String { "VariableLibrary.ReadWrite.All" }
        /// The scope `Warehouse.Execute.All`.
        public static var warehouseExecuteAll: String { "Warehouse.Execute.All" }
        /// The scope `Warehouse.ExternalDataShare.All`.
        public static var warehouseExternalDataShareAll: String { "Warehouse.ExternalDataShare.All" }
        /// The scope `Warehouse.Read.All`.
        public static var warehouseReadAll: String { "Warehouse.Read.All" }
        /// The scope `Warehouse.ReadWrite.All`.
        public static var warehouseReadWriteAll: String { "Warehouse.ReadWrite.All" }
        /// The scope `Warehouse.Restore.All`.
        public static var warehouseRestoreAll: String { "Warehouse.Restore.All" }
        /// The scope `WarehouseSnapshot.Read.All`.
        public static var warehouseSnapshotReadAll: String { "WarehouseSnapshot.Read.All" }
        /// The scope `WarehouseSnapshot.ReadWrite.All`.
        public static var warehouseSnapshotReadWriteAll: String { "WarehouseSnapshot.ReadWrite.All" }
        /// The scope `Workspace.GitCommit.All`.
        public static var workspaceGitCommitAll: String { "Workspace.GitCommit.All" }
        /// The scope `Workspace.GitUpdate.All`.
        public static var workspaceGitUpdateAll: String { "Workspace.GitUpdate.All" }
        /// The scope `Workspace.Read.All`.
        public static var workspaceReadAll: String { "Workspace.Read.All" }
        /// The scope `Workspace.ReadWrite.All`.
        public static var workspaceReadWriteAll: String { "Workspace.ReadWrite.All" }
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `offline_access`.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of SharePoint.
    public enum MicrosoftSharepoint {
        /// Read all files that you can open.
        public static var filesReadAll: String { "Files.Read.All" }
        /// Read, create, change and delete all files that you can open.
        public static var filesReadWriteAll: String { "Files.ReadWrite.All" }
        /// Do all that you may do in sites.
        public static var sitesFullControlAll: String { "Sites.FullControl.All" }
        /// Create, change and delete lists of sites that you can open.
        public static var sitesManageAll: String { "Sites.Manage.All" }
        /// Read the sites and lists that you can open.
        public static var sitesReadAll: String { "Sites.Read.All" }
        /// Read and change the sites and lists that you can open.
        public static var sitesReadWriteAll: String { "Sites.ReadWrite.All" }
        /// See your name and e-mail address.
        public static var userRead: String { "User.Read" }
        /// Stay connected when you are not there.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Microsoft Teams.
    public enum MicrosoftTeams {
        /// See the channels of your teams.
        public static var channelReadBasicAll: String { "Channel.ReadBasic.All" }
        /// Read messages in your channels.
        public static var channelMessageReadAll: String { "ChannelMessage.Read.All" }
        /// Send messages to channels in your name.
        public static var channelMessageSend: String { "ChannelMessage.Send" }
        /// Read your chats.
        public static var chatRead: String { "Chat.Read" }
        /// See which chats you are in.
        public static var chatReadBasic: String { "Chat.ReadBasic" }
        /// Read your chats and write in them.
        public static var chatReadWrite: String { "Chat.ReadWrite" }
        /// Write in chats in your name.
        public static var chatMessageSend: String { "ChatMessage.Send" }
        /// See your online meetings.
        public static var onlineMeetingsRead: String { "OnlineMeetings.Read" }
        /// See, create and change your online meetings.
        public static var onlineMeetingsReadWrite: String { "OnlineMeetings.ReadWrite" }
        /// See whether you are available.
        public static var presenceRead: String { "Presence.Read" }
        /// See whether people of your organisation are available.
        public static var presenceReadAll: String { "Presence.Read.All" }
        /// See the teams that you are in.
        public static var teamReadBasicAll: String { "Team.ReadBasic.All" }
        /// See who is in your teams.
        public static var teamMemberReadAll: String { "TeamMember.Read.All" }
        /// See your name and e-mail address.
        public static var userRead: String { "User.Read" }
        /// Stay connected when you are not there.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Miro.
    public enum Miro {
        /// See the audit log.
        public static var auditlogsRead: String { "auditlogs:read" }
        /// Export boards.
        public static var boardsExport: String { "boards:export" }
        /// See boards.
        public static var boardsRead: String { "boards:read" }
        /// Create, change and delete boards.
        public static var boardsWrite: String { "boards:write" }
        /// The scope `contentlogs:export`.
        public static var contentlogsExport: String { "contentlogs:export" }
        /// See your profile.
        public static var identityRead: String { "identity:read" }
        /// Change your profile.
        public static var identityWrite: String { "identity:write" }
        /// Use your microphone in boards.
        public static var microphoneListen: String { "microphone:listen" }
        /// The scope `organizations:cases:management`.
        public static var organizationsCasesManagement: String { "organizations:cases:management" }
        /// The scope `organizations:groups:read`.
        public static var organizationsGroupsRead: String { "organizations:groups:read" }
        /// The scope `organizations:groups:write`.
        public static var organizationsGroupsWrite: String { "organizations:groups:write" }
        /// See your organisation.
        public static var organizationsRead: String { "organizations:read" }
        /// See teams of your organisation.
        public static var organizationsTeamsRead: String { "organizations:teams:read" }
        /// Manage teams of your organisation.
        public static var organizationsTeamsWrite: String { "organizations:teams:write" }
        /// See projects.
        public static var projectsRead: String { "projects:read" }
        /// Create and change projects.
        public static var projectsWrite: String { "projects:write" }
        /// Record your screen in boards.
        public static var screenRecord: String { "screen:record" }
        /// The scope `sessions:delete`.
        public static var sessionsDelete: String { "sessions:delete" }
        /// See your team.
        public static var teamRead: String { "team:read" }
        /// The scope `team:write`.
        public static var teamWrite: String { "team:write" }
        /// Use your camera in boards.
        public static var webcamRecord: String { "webcam:record" }
    }
    /// Of Monday.
    public enum Monday {
        /// See the account.
        public static var accountRead: String { "account:read" }
        /// See the files that you can open.
        public static var assetsRead: String { "assets:read" }
        /// See your boards.
        public static var boardsRead: String { "boards:read" }
        /// Change your boards.
        public static var boardsWrite: String { "boards:write" }
        /// See the account's departments.
        public static var departmentsRead: String { "departments:read" }
        /// Change the account's departments.
        public static var departmentsWrite: String { "departments:write" }
        /// See your docs.
        public static var docsRead: String { "docs:read" }
        /// Change your docs.
        public static var docsWrite: String { "docs:write" }
        /// See your profile.
        public static var meRead: String { "me:read" }
        /// Send notifications in your name.
        public static var notificationsWrite: String { "notifications:write" }
        /// See the account's tags.
        public static var tagsRead: String { "tags:read" }
        /// See the account's teams.
        public static var teamsRead: String { "teams:read" }
        /// Change the account's teams.
        public static var teamsWrite: String { "teams:write" }
        /// See updates and replies that you can see.
        public static var updatesRead: String { "updates:read" }
        /// Write and change updates in your name.
        public static var updatesWrite: String { "updates:write" }
        /// See the account's people.
        public static var usersRead: String { "users:read" }
        /// Change the profiles of the account's people.
        public static var usersWrite: String { "users:write" }
        /// See webhooks.
        public static var webhooksRead: String { "webhooks:read" }
        /// Create and change webhooks.
        public static var webhooksWrite: String { "webhooks:write" }
        /// See your workspaces.
        public static var workspacesRead: String { "workspaces:read" }
        /// Change your workspaces.
        public static var workspacesWrite: String { "workspaces:write" }
    }
    /// Of Mural.
    public enum Mural {
        /// The scope `identity:read`.
        public static var identityRead: String { "identity:read" }
        /// The scope `murals:read`.
        public static var muralsRead: String { "murals:read" }
        /// The scope `murals:write`.
        public static var muralsWrite: String { "murals:write" }
        /// The scope `rooms:read`.
        public static var roomsRead: String { "rooms:read" }
        /// The scope `rooms:write`.
        public static var roomsWrite: String { "rooms:write" }
        /// The scope `templates:read`.
        public static var templatesRead: String { "templates:read" }
        /// The scope `templates:write`.
        public static var templatesWrite: String { "templates:write" }
        /// The scope `users:read`.
        public static var usersRead: String { "users:read" }
        /// The scope `workspaces:read`.
        public static var workspacesRead: String { "workspaces:read" }
    }
    /// Of MusicBrainz.
    public enum Musicbrainz {
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of MYOB.
    public enum Myob {
        /// The scope `CompanyFile`.
        public static var companyFile: String { "CompanyFile" }
        /// The scope `sme-banking`.
        public static var smeBanking: String { "sme-banking" }
        /// The scope `sme-company-file`.
        public static var smeCompanyFile: String { "sme-company-file" }
        /// The scope `sme-company-settings`.
        public static var smeCompanySettings: String { "sme-company-settings" }
        /// The scope `sme-contacts-customer`.
        public static var smeContactsCustomer: String { "sme-contacts-customer" }
        /// The scope `sme-contacts-employee`.
        public static var smeContactsEmployee: String { "sme-contacts-employee" }
        /// The scope `sme-contacts-personal`.
        public static var smeContactsPersonal: String { "sme-contacts-personal" }
        /// The scope `sme-contacts-supplier`.
        public static var smeContactsSupplier: String { "sme-contacts-supplier" }
        /// The scope `sme-general-ledger`.
        public static var smeGeneralLedger: String { "sme-general-ledger" }
        /// The scope `sme-inventory`.
        public static var smeInventory: String { "sme-inventory" }
        /// The scope `sme-payroll`.
        public static var smePayroll: String { "sme-payroll" }
        /// The scope `sme-purchases`.
        public static var smePurchases: String { "sme-purchases" }
        /// The scope `sme-sales`.
        public static var smeSales: String { "sme-sales" }
        /// The scope `sme-timebilling`.
        public static var smeTimebilling: String { "sme-timebilling" }
    }
    /// Of NationBuilder.
    public enum Nationbuilder {
        /// The scope `default`.
        public static var `default`: String { "default" }
    }
    /// Of Okta.
    public enum Okta {
        /// The scope `address`.
        public static var address: String { "address" }
        /// The scope `device_sso`.
        public static var deviceSso: String { "device_sso" }
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `groups`.
        public static var groups: String { "groups" }
        /// The scope `offline_access`.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `okta.accounts.manage`.
        public static var oktaAccountsManage: String { "okta.accounts.manage" }
        /// The scope `okta.accounts.read`.
        public static var oktaAccountsRead: String { "okta.accounts.read" }
        /// The scope `okta.agentPools.manage`.
        public static var oktaAgentPoolsManage: String { "okta.agentPools.manage" }
        /// The scope `okta.agentPools.read`.
        public static var oktaAgentPoolsRead: String { "okta.agentPools.read" }
        /// The scope `okta.apiTokens.manage`.
        public static var oktaApiTokensManage: String { "okta.apiTokens.manage" }
        /// The scope `okta.apiTokens.read`.
        public static var oktaApiTokensRead: String { "okta.apiTokens.read" }
        /// The scope `okta.appGrants.manage`.
        public static var oktaAppGrantsManage: String { "okta.appGrants.manage" }
        /// The scope `okta.appGrants.read`.
        public static var oktaAppGrantsRead: String { "okta.appGrants.read" }
        /// The scope `okta.apps.interclientTrust.manage`.
        public static var oktaAppsInterclientTrustManage: String { "okta.apps.interclientTrust.manage" }
        /// The scope `okta.apps.interclientTrust.read`.
        public static var oktaAppsInterclientTrustRead: String { "okta.apps.interclientTrust.read" }
        /// The scope `okta.apps.manage`.
        public static var oktaAppsManage: String { "okta.apps.manage" }
        /// The scope `okta.apps.read`.
        public static var oktaAppsRead: String { "okta.apps.read" }
        /// The scope `okta.authenticators.manage`.
        public static var oktaAuthenticatorsManage: String { "okta.authenticators.manage" }
        /// The scope `okta.authenticators.read`.
        public static var oktaAuthenticatorsRead: String { "okta.authenticators.read" }
        /// The scope `okta.authorizationServers.manage`.
        public static var oktaAuthorizationServersManage: String { "okta.authorizationServers.manage" }
        /// The scope `okta.authorizationServers.read`.
        public static var oktaAuthorizationServersRead: String { "okta.authorizationServers.read" }
        /// The scope `okta.behaviors.manage`.
        public static var oktaBehaviorsManage: String { "okta.behaviors.manage" }
        /// The scope `okta.behaviors.read`.
        public static var oktaBehaviorsRead: String { "okta.behaviors.read" }
        /// The scope `okta.botProtection.manage`.
        public static var oktaBotProtectionManage: String { "okta.botProtection.manage" }
        /// The scope `okta.botProtection.read`.
        public static var oktaBotProtectionRead: String { "okta.botProtection.read" }
        /// The scope `okta.brands.manage`.
        public static var oktaBrandsManage: String { "okta.brands.manage" }
        /// The scope `okta.brands.read`.
        public static var oktaBrandsRead: String { "okta.brands.read" }
        /// The scope `okta.captchas.manage`.
        public static var oktaCaptchasManage: String { "okta.captchas.manage" }
        /// The scope `okta.captchas.read`.
        public static var oktaCaptchasRead: String { "okta.captchas.read" }
        /// The scope `okta.clients.manage`.
        public static var oktaClientsManage: String { "okta.clients.manage" }
        /// The scope `okta.clients.read`.
        public static var oktaClientsRead: String { "okta.clients.read" }
        /// The scope `okta.clients.register`.
        public static var oktaClientsRegister: String { "okta.clients.register" }
        /// The scope `okta.customTelephonyProvider.manage`.
        public static var oktaCustomTelephonyProviderManage: String { "okta.customTelephonyProvider.manage" }
        /// The scope `okta.customTelephonyProvider.read`.
        public static var oktaCustomTelephonyProviderRead: String { "okta.customTelephonyProvider.read" }
        /// The scope `okta.deviceAssurance.manage`.
        public static var oktaDeviceAssuranceManage: String { "okta.deviceAssurance.manage" }
        /// The scope `okta.deviceAssurance.read`.
        public static var oktaDeviceAssuranceRead: String { "okta.deviceAssurance.read" }
        /// The scope `okta.deviceIntegrations.manage`.
        public static var oktaDeviceIntegrationsManage: String { "okta.deviceIntegrations.manage" }
        /// The scope `okta.deviceIntegrations.read`.
        public static var oktaDeviceIntegrationsRead: String { "okta.deviceIntegrations.read" }
        /// The scope `okta.devicePostureChecks.manage`.
        public static var oktaDevicePostureChecksManage: String { "okta.devicePostureChecks.manage" }
        /// The scope `okta.devicePostureChecks.read`.
        public static var oktaDevicePostureChecksRead: String { "okta.devicePostureChecks.read" }
        /// The scope `okta.devices.manage`.
        public static var oktaDevicesManage: String { "okta.devices.manage" }
        /// The scope `okta.devices.read`.
        public static var oktaDevicesRead: String { "okta.devices.read" }
        /// The scope `okta.directories.groups.manage`.
        public static var oktaDirectoriesGroupsManage: String { "okta.directories.groups.manage" }
        /// The scope `okta.directories.groups.read`.
        public static var oktaDirectoriesGroupsRead: String { "okta.directories.groups.read" }
        /// The scope `okta.domains.manage`.
        public static var oktaDomainsManage: String { "okta.domains.manage" }
        /// The scope `okta.domains.read`.
        public static var oktaDomainsRead: String { "okta.domains.read" }
        /// The scope `okta.dr.manage`.
        public static var oktaDrManage: String { "okta.dr.manage" }
        /// The scope `okta.dr.read`.
        public static var oktaDrRead: String { "okta.dr.read" }
        /// The scope `okta.emailDomains.manage`.
        public static var oktaEmailDomainsManage: String { "okta.emailDomains.manage" }
        /// The scope `okta.emailDomains.read`.
        public static var oktaEmailDomainsRead: String { "okta.emailDomains.read" }
        /// The scope `okta.emailServers.manage`.
        public static var oktaEmailServersManage: String { "okta.emailServers.manage" }
        /// The scope `okta.emailServers.read`.
        public static var oktaEmailServersRead: String { "okta.emailServers.read" }
        /// The scope `okta.eventHooks.manage`.
        public static var oktaEventHooksManage: String { "okta.eventHooks.manage" }
        /// The scope `okta.eventHooks.read`.
        public static var oktaEventHooksRead: String { "okta.eventHooks.read" }
        /// The scope `okta.features.manage`.
        public static var oktaFeaturesManage: String { "okta.features.manage" }
        /// The scope `okta.features.read`.
        public static var oktaFeaturesRead: String { "okta.features.read" }
        /// The scope `okta.groups.manage`.
        public static var oktaGroupsManage: String { "okta.groups.manage" }
        /// The scope `okta.groups.read`.
        public static var oktaGroupsRead: String { "okta.groups.read" }
        /// The scope `okta.identitySources.manage`.
        public static var oktaIdentitySourcesManage: String { "okta.identitySources.manage" }
        /// The scope `okta.identitySources.read`.
        public static var oktaIdentitySourcesRead: String { "okta.identitySources.read" }
        /// The scope `okta.idps.manage`.
        public static var oktaIdpsManage: String { "okta.idps.manage" }
        /// The scope `okta.idps.read`.
        public static var oktaIdpsRead: String { "okta.idps.read" }
        /// The scope `okta.inlineHooks.manage`.
        public static var oktaInlineHooksManage: String { "okta.inlineHooks.manage" }
        /// The scope `okta.inlineHooks.read`.
        public static var oktaInlineHooksRead: String { "okta.inlineHooks.read" }
        /// The scope `okta.linkedObjects.manage`.
        public static var oktaLinkedObjectsManage: String { "okta.linkedObjects.manage" }
        /// The scope `okta.linkedObjects.read`.
        public static var oktaLinkedObjectsRead: String { "okta.linkedObjects.read" }
        /// The scope `okta.logStreams.manage`.
        public static var oktaLogStreamsManage: String { "okta.logStreams.manage" }
        /// The scope `okta.logStreams.read`.
        public static var oktaLogStreamsRead: String { "okta.logStreams.read" }
        /// The scope `okta.logs.read`.
        public static var oktaLogsRead: String { "okta.logs.read" }
        /// The scope `okta.myAccount.appAuthenticator.maintenance.manage`.
        public static var oktaMyAccountAppAuthenticatorMaintenanceManage: String { "okta.myAccount.appAuthenticator.maintenance.manage" }
        /// The scope `okta.myAccount.appAuthenticator.maintenance.read`.
        public static var oktaMyAccountAppAuthenticatorMaintenanceRead: String { "okta.myAccount.appAuthenticator.maintenance.read" }
        /// The scope `okta.myAccount.appAuthenticator.manage`.
        public static var oktaMyAccountAppAuthenticatorManage: String { "okta.myAccount.appAuthenticator.manage" }
        /// The scope `okta.myAccount.authenticators.manage`.
        public static var oktaMyAccountAuthenticatorsManage: String { "okta.myAccount.authenticators.manage" }
        /// The scope `okta.myAccount.authenticators.read`.
        public static var oktaMyAccountAuthenticatorsRead: String { "okta.myAccount.authenticators.read" }
        /// The scope `okta.myAccount.email.manage`.
        public static var oktaMyAccountEmailManage: String { "okta.myAccount.email.manage" }
        /// The scope `okta.myAccount.email.read`.
        public static var oktaMyAccountEmailRead: String { "okta.myAccount.email.read" }
        /// The scope `okta.myAccount.oktaApplications.read`.
        public static var oktaMyAccountOktaApplicationsRead: String { "okta.myAccount.oktaApplications.read" }
        /// The scope `okta.myAccount.organization.read`.
        public static var oktaMyAccountOrganizationRead: String { "okta.myAccount.organization.read" }
        /// The scope `okta.myAccount.password.manage`.
        public static var oktaMyAccountPasswordManage: String { "okta.myAccount.password.manage" }
        /// The scope `okta.myAccount.password.read`.
        public static var oktaMyAccountPasswordRead: String { "okta.myAccount.password.read" }
        /// The scope `okta.myAccount.phone.manage`.
        public static var oktaMyAccountPhoneManage: String { "okta.myAccount.phone.manage" }
        /// The scope `okta.myAccount.phone.read`.
        public static var oktaMyAccountPhoneRead: String { "okta.myAccount.phone.read" }
        /// The scope `okta.myAccount.profile.manage`.
        public static var oktaMyAccountProfileManage: String { "okta.myAccount.profile.manage" }
        /// The scope `okta.myAccount.profile.read`.
        public static var oktaMyAccountProfileRead: String { "okta.myAccount.profile.read" }
        /// The scope `okta.myAccount.sessions.manage`.
        public static var oktaMyAccountSessionsManage: String { "okta.myAccount.sessions.manage" }
        /// The scope `okta.myAccount.webauthn.manage`.
        public static var oktaMyAccountWebauthnManage: String { "okta.myAccount.webauthn.manage" }
        /// The scope `okta.myAccount.webauthn.read`.
        public static var oktaMyAccountWebauthnRead: String { "okta.myAccount.webauthn.read" }
        /// The scope `okta.networkZones.manage`.
        public static var oktaNetworkZonesManage: String { "okta.networkZones.manage" }
        /// The scope `okta.networkZones.read`.
        public static var oktaNetworkZonesRead: String { "okta.networkZones.read" }
        /// The scope `okta.oauthIntegrations.manage`.
        public static var oktaOauthIntegrationsManage: String { "okta.oauthIntegrations.manage" }
        /// The scope `okta.oauthIntegrations.read`.
        public static var oktaOauthIntegrationsRead: String { "okta.oauthIntegrations.read" }
        /// The scope `okta.orgs.manage`.
        public static var oktaOrgsManage: String { "okta.orgs.manage" }
        /// The scope `okta.orgs.read`.
        public static var oktaOrgsRead: String { "okta.orgs.read" }
        /// The scope `okta.personal.adminSettings.manage`.
        public static var oktaPersonalAdminSettingsManage: String { "okta.personal.adminSettings.manage" }
        /// The scope `okta.personal.adminSettings.read`.
        public static var oktaPersonalAdminSettingsRead: String { "okta.personal.adminSettings.read" }
        /// The scope `okta.policies.manage`.
        public static var oktaPoliciesManage: String { "okta.policies.manage" }
        /// The scope `okta.policies.read`.
        public static var oktaPoliciesRead: String { "okta.policies.read" }
        /// The scope `okta.principalRateLimits.manage`.
        public static var oktaPrincipalRateLimitsManage: String { "okta.principalRateLimits.manage" }
        /// The scope `okta.principalRateLimits.read`.
        public static var oktaPrincipalRateLimitsRead: String { "okta.principalRateLimits.read" }
        /// The scope `okta.profileMappings.manage`.
        public static var oktaProfileMappingsManage: String { "okta.profileMappings.manage" }
        /// The scope `okta.profileMappings.read`.
        public static var oktaProfileMappingsRead: String { "okta.profileMappings.read" }
        /// The scope `okta.pushProviders.manage`.
        public static var oktaPushProvidersManage: String { "okta.pushProviders.manage" }
        /// The scope `okta.pushProviders.read`.
        public static var oktaPushProvidersRead: String { "okta.pushProviders.read" }
        /// The scope `okta.rateLimits.manage`.
        public static var oktaRateLimitsManage: String { "okta.rateLimits.manage" }
        /// The scope `okta.rateLimits.read`.
        public static var oktaRateLimitsRead: String { "okta.rateLimits.read" }
        /// The scope `okta.realmAssignments.manage`.
        public static var oktaRealmAssignmentsManage: String { "okta.realmAssignments.manage" }
        /// The scope `okta.realmAssignments.read`.
        public static var oktaRealmAssignmentsRead: String { "okta.realmAssignments.read" }
        /// The scope `okta.realms.manage`.
        public static var oktaRealmsManage: String { "okta.realms.manage" }
        /// The scope `okta.realms.read`.
        public static var oktaRealmsRead: String { "okta.realms.read" }
        /// The scope `okta.roles.manage`.
        public static var oktaRolesManage: String { "okta.roles.manage" }
        /// The scope `okta.roles.read`.
        public static var oktaRolesRead: String { "okta.roles.read" }
        /// The scope `okta.schemas.manage`.
        public static var oktaSchemasManage: String { "okta.schemas.manage" }
        /// The scope `okta.schemas.read`.
        public static var oktaSchemasRead: String { "okta.schemas.read" }
        /// The scope `okta.securityEventsProviders.manage`.
        public static var oktaSecurityEventsProvidersManage: String { "okta.securityEventsProviders.manage" }
        /// The scope `okta.securityEventsProviders.read`.
        public static var oktaSecurityEventsProvidersRead: String { "okta.securityEventsProviders.read" }
        /// The scope `okta.serviceAccounts.manage`.
        public static var oktaServiceAccountsManage: String { "okta.serviceAccounts.manage" }
        /// The scope `okta.serviceAccounts.okta.manage`.
        public static var oktaServiceAccountsOktaManage: String { "okta.serviceAccounts.okta.manage" }
        /// The scope `okta.serviceAccounts.okta.read`.
        public static var oktaServiceAccountsOktaRead: String { "okta.serviceAccounts.okta.read" }
        /// The scope `okta.serviceAccounts.read`.
        public static var oktaServiceAccountsRead: String { "okta.serviceAccounts.read" }
        /// The scope `okta.sessions.manage`.
        public static var oktaSessionsManage: String { "okta.sessions.manage" }
        /// The scope `okta.sessions.read`.
        public static var oktaSessionsRead: String { "okta.sessions.read" }
        /// The scope `okta.templates.manage`.
        public static var oktaTemplatesManage: String { "okta.templates.manage" }
        /// The scope `okta.templates.read`.
        public static var oktaTemplatesRead: String { "okta.templates.read" }
        /// The scope `okta.threatInsights.manage`.
        public static var oktaThreatInsightsManage: String { "okta.threatInsights.manage" }
        /// The scope `okta.threatInsights.read`.
        public static var oktaThreatInsightsRead: String { "okta.threatInsights.read" }
        /// The scope `okta.trustedOrigins.manage`.
        public static var oktaTrustedOriginsManage: String { "okta.trustedOrigins.manage" }
        /// The scope `okta.trustedOrigins.read`.
        public static var oktaTrustedOriginsRead: String { "okta.trustedOrigins.read" }
        /// The scope `okta.uischemas.manage`.
        public static var oktaUischemasManage: String { "okta.uischemas.manage" }
        /// The scope `okta.uischemas.read`.
        public static var oktaUischemasRead: String { "okta.uischemas.read" }
        /// The scope `okta.universalLogout.manage`.
        public static var oktaUniversalLogoutManage: String { "okta.universalLogout.manage" }
        /// The scope `okta.userRisk.manage`.
        public static var oktaUserRiskManage: String { "okta.userRisk.manage" }
        /// The scope `okta.userRisk.read`.
        public static var oktaUserRiskRead: String { "okta.userRisk.read" }
        /// The scope `okta.userTypes.manage`.
        public static var oktaUserTypesManage: String { "okta.userTypes.manage" }
        /// The scope `okta.userTypes.read`.
        public static var oktaUserTypesRead: String { "okta.userTypes.read" }
        /// The scope `okta.users.manage`.
        public static var oktaUsersManage: String { "okta.users.manage" }
        /// The scope `okta.users.read`.
        public static var oktaUsersRead: String { "okta.users.read" }
        /// The scope `okta.workflows.invoke.manage`.
        public static var oktaWorkflowsInvokeManage: String { "okta.workflows.invoke.manage" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `phone`.
        public static var phone: String { "phone" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
        /// The scope `ssf.manage`.
        public static var ssfManage: String { "ssf.manage" }
        /// The scope `ssf.read`.
        public static var ssfRead: String { "ssf.read" }
    }
    /// Of OpenStreetMap.
    public enum Openstreetmap {
        /// The scope `read_prefs`.
        public static var readPrefs: String { "read_prefs" }
    }
    /// Of ORCID.
    public enum Orcid {
        /// The scope `/authenticate`.
        public static var authenticate: String { "/authenticate" }
    }
    /// Of osu!.
    public enum Osu {
        /// The scope `chat.read`.
        public static var chatRead: String { "chat.read" }
        /// The scope `chat.write`.
        public static var chatWrite: String { "chat.write" }
        /// The scope `chat.write_manage`.
        public static var chatWriteManage: String { "chat.write_manage" }
        /// The scope `delegate`.
        public static var delegate: String { "delegate" }
        /// The scope `forum.write`.
        public static var forumWrite: String { "forum.write" }
        /// The scope `forum.write_manage`.
        public static var forumWriteManage: String { "forum.write_manage" }
        /// The scope `friends.read`.
        public static var friendsRead: String { "friends.read" }
        /// The scope `group_permissions`.
        public static var groupPermissions: String { "group_permissions" }
        /// The scope `identify`.
        public static var identify: String { "identify" }
        /// The scope `multiplayer.write_manage`.
        public static var multiplayerWriteManage: String { "multiplayer.write_manage" }
        /// The scope `public`.
        public static var `public`: String { "public" }
    }
    /// Of Oura.
    public enum Oura {
        /// The scope `daily`.
        public static var daily: String { "daily" }
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `heartrate`.
        public static var heartrate: String { "heartrate" }
        /// The scope `personal`.
        public static var personal: String { "personal" }
        /// The scope `session`.
        public static var session: String { "session" }
        /// The scope `spo2Daily`.
        public static var spo2Daily: String { "spo2Daily" }
        /// The scope `tag`.
        public static var tag: String { "tag" }
        /// The scope `workout`.
        public static var workout: String { "workout" }
    }
    /// Of Outreach.
    public enum Outreach {
        /// The scope `mcp:read`.
        public static var mcpRead: String { "mcp:read" }
        /// The scope `mcp:write`.
        public static var mcpWrite: String { "mcp:write" }
    }
    /// Of PagerDuty.
    public enum Pagerduty {
        /// The scope `incidents.read`.
        public static var incidentsRead: String { "incidents.read" }
        /// The scope `incidents.write`.
        public static var incidentsWrite: String { "incidents.write" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `read`.
        public static var read: String { "read" }
        /// The scope `services.read`.
        public static var servicesRead: String { "services.read" }
        /// The scope `write`.
        public static var write: String { "write" }
    }
    /// Of Pandadoc.
    public enum Pandadoc {
        /// The scope `read`.
        public static var read: String { "read" }
        /// The scope `read+write`.
        public static var readWrite: String { "read+write" }
    }
    /// Of Patreon.
    public enum Patreon {
        /// See your campaigns.
        public static var campaigns: String { "campaigns" }
        /// See your profile.
        public static var identity: String { "identity" }
        /// See your e-mail address.
        public static var identityEmail: String { "identity[email]" }
    }
    /// Of PayPal.
    public enum Paypal {
        /// The scope `address`.
        public static var address: String { "address" }
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `https://uri.paypal.com/services/expresscheckout`.
        public static var httpsUriPaypalComServicesExpresscheckout: String { "https://uri.paypal.com/services/expresscheckout" }
        /// The scope `https://uri.paypal.com/services/payments/futurepayments`.
        public static var httpsUriPaypalComServicesPaymentsFuturepayments: String { "https://uri.paypal.com/services/payments/futurepayments" }
        /// The scope `https://uri.paypal.com/services/paypalattributes`.
        public static var httpsUriPaypalComServicesPaypalattributes: String { "https://uri.paypal.com/services/paypalattributes" }
        /// The scope `https://uri.paypal.com/services/wallet/sendmoney`.
        public static var httpsUriPaypalComServicesWalletSendmoney: String { "https://uri.paypal.com/services/wallet/sendmoney" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `phone`.
        public static var phone: String { "phone" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Pennylane.
    public enum Pennylane {
        /// The scope `billing_subscriptions:all`.
        public static var billingSubscriptionsAll: String { "billing_subscriptions:all" }
        /// The scope `billing_subscriptions:readonly`.
        public static var billingSubscriptionsReadonly: String { "billing_subscriptions:readonly" }
        /// The scope `categories:all`.
        public static var categoriesAll: String { "categories:all" }
        /// The scope `categories:readonly`.
        public static var categoriesReadonly: String { "categories:readonly" }
        /// The scope `commercial_documents:all`.
        public static var commercialDocumentsAll: String { "commercial_documents:all" }
        /// The scope `commercial_documents:readonly`.
        public static var commercialDocumentsReadonly: String { "commercial_documents:readonly" }
        /// The scope `customer_invoices:all`.
        public static var customerInvoicesAll: String { "customer_invoices:all" }
        /// The scope `customer_invoices:readonly`.
        public static var customerInvoicesReadonly: String { "customer_invoices:readonly" }
        /// The scope `customer_mandates:all`.
        public static var customerMandatesAll: String { "customer_mandates:all" }
        /// The scope `customer_mandates:readonly`.
        public static var customerMandatesReadonly: String { "customer_mandates:readonly" }
        /// The scope `customers:all`.
        public static var customersAll: String { "customers:all" }
        /// The scope `customers:readonly`.
        public static var customersReadonly: String { "customers:readonly" }
        /// The scope `e_invoices:all`.
        public static var eInvoicesAll: String { "e_invoices:all" }
        /// The scope `exports:agl`.
        public static var exportsAgl: String { "exports:agl" }
        /// The scope `exports:fec`.
        public static var exportsFec: String { "exports:fec" }
        /// The scope `exports:gl`.
        public static var exportsGl: String { "exports:gl" }
        /// The scope `file_attachments:all`.
        public static var fileAttachmentsAll: String { "file_attachments:all" }
        /// The scope `fiscal_years:readonly`.
        public static var fiscalYearsReadonly: String { "fiscal_years:readonly" }
        /// The scope `journals:all`.
        public static var journalsAll: String { "journals:all" }
        /// The scope `journals:readonly`.
        public static var journalsReadonly: String { "journals:readonly" }
        /// The scope `ledger_accounts:all`.
        public static var ledgerAccountsAll: String { "ledger_accounts:all" }
        /// The scope `ledger_accounts:readonly`.
        public static var ledgerAccountsReadonly: String { "ledger_accounts:readonly" }
        /// The scope `ledger_entries:all`.
        public static var ledgerEntriesAll: String { "ledger_entries:all" }
        /// The scope `ledger_entries:readonly`.
        public static var ledgerEntriesReadonly: String { "ledger_entries:readonly" }
        /// The scope `products:all`.
        public static var productsAll: String { "products:all" }
        /// The scope `products:readonly`.
        public static var productsReadonly: String { "products:readonly" }
        /// The scope `quotes:all`.
        public static var quotesAll: String { "quotes:all" }
        /// The scope `quotes:readonly`.
        public static var quotesReadonly: String { "quotes:readonly" }
        /// The scope `supplier_invoices:all`.
        public static var supplierInvoicesAll: String { "supplier_invoices:all" }
        /// The scope `supplier_invoices:readonly`.
        public static var supplierInvoicesReadonly: String { "supplier_invoices:readonly" }
        /// The scope `suppliers:all`.
        public static var suppliersAll: String { "suppliers:all" }
        /// The scope `suppliers:readonly`.
        public static var suppliersReadonly: String { "suppliers:readonly" }
        /// The scope `transactions:all`.
        public static var transactionsAll: String { "transactions:all" }
        /// The scope `transactions:readonly`.
        public static var transactionsReadonly: String { "transactions:readonly" }
        /// The scope `trial_balance:readonly`.
        public static var trialBalanceReadonly: String { "trial_balance:readonly" }
    }
    /// Of Pinterest.
    public enum Pinterest {
        /// See your advertising data.
        public static var adsRead: String { "ads:read" }
        /// Create, change and delete advertising.
        public static var adsWrite: String { "ads:write" }
        /// See your billing data.
        public static var billingRead: String { "billing:read" }
        /// Create, change and delete billing data.
        public static var billingWrite: String { "billing:write" }
        /// See business access.
        public static var bizAccessRead: String { "biz_access:read" }
        /// Create, change and delete business access.
        public static var bizAccessWrite: String { "biz_access:write" }
        /// See your public boards.
        public static var boardsRead: String { "boards:read" }
        /// See your secret boards.
        public static var boardsReadSecret: String { "boards:read_secret" }
        /// Create, change and delete your public boards.
        public static var boardsWrite: String { "boards:write" }
        /// Create, change and delete your secret boards.
        public static var boardsWriteSecret: String { "boards:write_secret" }
        /// See your catalogues.
        public static var catalogsRead: String { "catalogs:read" }
        /// Create, change and delete your catalogues.
        public static var catalogsWrite: String { "catalogs:write" }
        /// Create measurement events.
        public static var msotWrite: String { "msot:write" }
        /// See your public Pins.
        public static var pinsRead: String { "pins:read" }
        /// See your secret Pins.
        public static var pinsReadSecret: String { "pins:read_secret" }
        /// Create, change and delete your public Pins.
        public static var pinsWrite: String { "pins:write" }
        /// Create, change and delete your secret Pins.
        public static var pinsWriteSecret: String { "pins:write_secret" }
        /// See your accounts and followers.
        public static var userAccountsRead: String { "user_accounts:read" }
        /// Change your accounts and followers.
        public static var userAccountsWrite: String { "user_accounts:write" }
    }
    /// Of Pipedrive.
    public enum Pipedrive {
        /// See, create, change and delete activities.
        public static var activitiesFull: String { "activities:full" }
        /// Administer the account.
        public static var admin: String { "admin" }
        /// See your name and company.
        public static var base: String { "base" }
        /// See, create, change and delete fields of contacts.
        public static var contactFieldsFull: String { "contact-fields:full" }
        /// See, create, change and delete people and organisations.
        public static var contactsFull: String { "contacts:full" }
        /// See, create, change and delete fields of deals.
        public static var dealFieldsFull: String { "deal-fields:full" }
        /// See, create, change and delete deals.
        public static var dealsFull: String { "deals:full" }
        /// See, create, change and delete leads.
        public static var leadsFull: String { "leads:full" }
        /// See, create, change and delete fields of products.
        public static var productFieldsFull: String { "product-fields:full" }
        /// See, create, change and delete products.
        public static var productsFull: String { "products:full" }
        /// See, create, change and delete fields of projects.
        public static var projectFieldsFull: String { "project-fields:full" }
        /// See, create, change and delete projects.
        public static var projectsFull: String { "projects:full" }
        /// Search everything.
        public static var searchRead: String { "search:read" }
        /// See colleagues.
        public static var usersRead: String { "users:read" }
        /// See, create, change and delete webhooks.
        public static var webhooksFull: String { "webhooks:full" }
    }
    /// Of Planning Center Online.
    public enum PlanningCenterOnline {
        /// The scope `api`.
        public static var api: String { "api" }
        /// The scope `calendar`.
        public static var calendar: String { "calendar" }
        /// The scope `check_ins`.
        public static var checkIns: String { "check_ins" }
        /// The scope `giving`.
        public static var giving: String { "giving" }
        /// The scope `groups`.
        public static var groups: String { "groups" }
        /// The scope `home`.
        public static var home: String { "home" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `people`.
        public static var people: String { "people" }
        /// The scope `publishing`.
        public static var publishing: String { "publishing" }
        /// The scope `registrations`.
        public static var registrations: String { "registrations" }
        /// The scope `services`.
        public static var services: String { "services" }
    }
    /// Of Podio.
    public enum Podio {
        /// The scope `global:read`.
        public static var globalRead: String { "global:read" }
        /// The scope `global:write`.
        public static var globalWrite: String { "global:write" }
    }
    /// Of Podium.
    public enum Podium {
        /// The scope `read_campaigns`.
        public static var readCampaigns: String { "read_campaigns" }
        /// The scope `read_contacts`.
        public static var readContacts: String { "read_contacts" }
        /// The scope `read_feedback`.
        public static var readFeedback: String { "read_feedback" }
        /// The scope `read_locations`.
        public static var readLocations: String { "read_locations" }
        /// The scope `read_messages`.
        public static var readMessages: String { "read_messages" }
        /// The scope `read_organizations`.
        public static var readOrganizations: String { "read_organizations" }
        /// The scope `read_payments`.
        public static var readPayments: String { "read_payments" }
        /// The scope `read_reviews`.
        public static var readReviews: String { "read_reviews" }
        /// The scope `read_users`.
        public static var readUsers: String { "read_users" }
        /// The scope `write_appointments`.
        public static var writeAppointments: String { "write_appointments" }
        /// The scope `write_campaign_messages`.
        public static var writeCampaignMessages: String { "write_campaign_messages" }
        /// The scope `write_contacts`.
        public static var writeContacts: String { "write_contacts" }
        /// The scope `write_data_feed_event`.
        public static var writeDataFeedEvent: String { "write_data_feed_event" }
        /// The scope `write_locations`.
        public static var writeLocations: String { "write_locations" }
        /// The scope `write_messages`.
        public static var writeMessages: String { "write_messages" }
        /// The scope `write_payments`.
        public static var writePayments: String { "write_payments" }
        /// The scope `write_reviews`.
        public static var writeReviews: String { "write_reviews" }
    }
    /// Of Productboard.
    public enum Productboard {
        /// The scope `analytics:read`.
        public static var analyticsRead: String { "analytics:read" }
        /// The scope `entities:delete`.
        public static var entitiesDelete: String { "entities:delete" }
        /// The scope `entities:read`.
        public static var entitiesRead: String { "entities:read" }
        /// The scope `entities:write`.
        public static var entitiesWrite: String { "entities:write" }
        /// The scope `fields:write`.
        public static var fieldsWrite: String { "fields:write" }
        /// The scope `identity:read`.
        public static var identityRead: String { "identity:read" }
        /// The scope `jira-integrations:connection:read`.
        public static var jiraIntegrationsConnectionRead: String { "jira-integrations:connection:read" }
        /// The scope `jira-integrations:read`.
        public static var jiraIntegrationsRead: String { "jira-integrations:read" }
        /// The scope `mcp.read`.
        public static var mcpRead: String { "mcp.read" }
        /// The scope `mcp.write`.
        public static var mcpWrite: String { "mcp.write" }
        /// The scope `members:pii:read`.
        public static var membersPiiRead: String { "members:pii:read" }
        /// The scope `members:read`.
        public static var membersRead: String { "members:read" }
        /// The scope `notes:delete`.
        public static var notesDelete: String { "notes:delete" }
        /// The scope `notes:read`.
        public static var notesRead: String { "notes:read" }
        /// The scope `notes:write`.
        public static var notesWrite: String { "notes:write" }
        /// The scope `plugin-integrations:connection:read`.
        public static var pluginIntegrationsConnectionRead: String { "plugin-integrations:connection:read" }
        /// The scope `plugin-integrations:connection:write`.
        public static var pluginIntegrationsConnectionWrite: String { "plugin-integrations:connection:write" }
        /// The scope `plugin-integrations:delete`.
        public static var pluginIntegrationsDelete: String { "plugin-integrations:delete" }
        /// The scope `plugin-integrations:read`.
        public static var pluginIntegrationsRead: String { "plugin-integrations:read" }
        /// The scope `plugin-integrations:write`.
        public static var pluginIntegrationsWrite: String { "plugin-integrations:write" }
        /// The scope `teams:delete`.
        public static var teamsDelete: String { "teams:delete" }
        /// The scope `teams:read`.
        public static var teamsRead: String { "teams:read" }
        /// The scope `teams:write`.
        public static var teamsWrite: String { "teams:write" }
        /// The scope `users:pii:read`.
        public static var usersPiiRead: String { "users:pii:read" }
        /// The scope `webhooks:delete`.
        public static var webhooksDelete: String { "webhooks:delete" }
        /// The scope `webhooks:read`.
        public static var webhooksRead: String { "webhooks:read" }
        /// The scope `webhooks:write`.
        public static var webhooksWrite: String { "webhooks:write" }
    }
    /// Of QuickBooks Online.
    public enum Quickbooks {
        /// See your postal address.
        public static var address: String { "address" }
        /// See and change custom fields.
        public static var appFoundationsCustomFieldDefinitions: String { "app-foundations.custom-field-definitions" }
        /// See custom fields.
        public static var appFoundationsCustomFieldDefinitionsRead: String { "app-foundations.custom-field-definitions.read" }
        /// Read and change the books of your company.
        public static var comIntuitQuickbooksAccounting: String { "com.intuit.quickbooks.accounting" }
        /// Take and see payments of your company.
        public static var comIntuitQuickbooksPayment: String { "com.intuit.quickbooks.payment" }
        /// See your e-mail address.
        public static var email: String { "email" }
        /// Calculate taxes.
        public static var indirectTaxTaxCalculationQuickbooks: String { "indirect-tax.tax-calculation.quickbooks" }
        /// Sign you in.
        public static var openid: String { "openid" }
        /// See compensation of employees.
        public static var payrollCompensationRead: String { "payroll.compensation.read" }
        /// See your telephone number.
        public static var phone: String { "phone" }
        /// See your name.
        public static var profile: String { "profile" }
        /// Read and change projects.
        public static var projectManagementProject: String { "project-management.project" }
    }
    /// Of Ramp.
    public enum Ramp {
        /// The scope `accounting:read`.
        public static var accountingRead: String { "accounting:read" }
        /// The scope `accounting:write`.
        public static var accountingWrite: String { "accounting:write" }
        /// The scope `applications:read`.
        public static var applicationsRead: String { "applications:read" }
        /// The scope `applications:write`.
        public static var applicationsWrite: String { "applications:write" }
        /// The scope `bank_accounts:read`.
        public static var bankAccountsRead: String { "bank_accounts:read" }
        /// The scope `bills:read`.
        public static var billsRead: String { "bills:read" }
        /// The scope `bills:write`.
        public static var billsWrite: String { "bills:write" }
        /// The scope `business:read`.
        public static var businessRead: String { "business:read" }
        /// The scope `cards:read`.
        public static var cardsRead: String { "cards:read" }
        /// The scope `cards:read_vault`.
        public static var cardsReadVault: String { "cards:read_vault" }
        /// The scope `cards:write`.
        public static var cardsWrite: String { "cards:write" }
        /// The scope `cashbacks:read`.
        public static var cashbacksRead: String { "cashbacks:read" }
        /// The scope `custom_records:read`.
        public static var customRecordsRead: String { "custom_records:read" }
        /// The scope `custom_records:write`.
        public static var customRecordsWrite: String { "custom_records:write" }
        /// The scope `departments:read`.
        public static var departmentsRead: String { "departments:read" }
        /// The scope `departments:write`.
        public static var departmentsWrite: String { "departments:write" }
        /// The scope `entities:read`.
        public static var entitiesRead: String { "entities:read" }
        /// The scope `item_receipts:read`.
        public static var itemReceiptsRead: String { "item_receipts:read" }
        /// The scope `leads:read`.
        public static var leadsRead: String { "leads:read" }
        /// The scope `leads:write`.
        public static var leadsWrite: String { "leads:write" }
        /// The scope `limits:read`.
        public static var limitsRead: String { "limits:read" }
        /// The scope `limits:write`.
        public static var limitsWrite: String { "limits:write" }
        /// The scope `locations:read`.
        public static var locationsRead: String { "locations:read" }
        /// The scope `locations:write`.
        public static var locationsWrite: String { "locations:write" }
        /// The scope `memos:read`.
        public static var memosRead: String { "memos:read" }
        /// The scope `memos:write`.
        public static var memosWrite: String { "memos:write" }
        /// The scope `merchants:read`.
        public static var merchantsRead: String { "merchants:read" }
        /// The scope `purchase_orders:read`.
        public static var purchaseOrdersRead: String { "purchase_orders:read" }
        /// The scope `receipt_integrations:read`.
        public static var receiptIntegrationsRead: String { "receipt_integrations:read" }
        /// The scope `receipt_integrations:write`.
        public static var receiptIntegrationsWrite: String { "receipt_integrations:write" }
        /// The scope `receipts:read`.
        public static var receiptsRead: String { "receipts:read" }
        /// The scope `receipts:write`.
        public static var receiptsWrite: String { "receipts:write" }
        /// The scope `reimbursements:read`.
        public static var reimbursementsRead: String { "reimbursements:read" }
        /// The scope `spend_programs:read`.
        public static var spendProgramsRead: String { "spend_programs:read" }
        /// The scope `spend_programs:write`.
        public static var spendProgramsWrite: String { "spend_programs:write" }
        /// The scope `statements:read`.
        public static var statementsRead: String { "statements:read" }
        /// The scope `transactions:read`.
        public static var transactionsRead: String { "transactions:read" }
        /// The scope `transfers:read`.
        public static var transfersRead: String { "transfers:read" }
        /// The scope `users:read`.
        public static var usersRead: String { "users:read" }
        /// The scope `users:write`.
        public static var usersWrite: String { "users:write" }
        /// The scope `vendors:read`.
        public static var vendorsRead: String { "vendors:read" }
        /// The scope `vendors:write`.
        public static var vendorsWrite: String { "vendors:write" }
    }
    /// Of Reddit.
    public enum Reddit {
        /// Change your settings.
        public static var account: String { "account" }
        /// The scope `announcements`.
        public static var announcements: String { "announcements" }
        /// Change and delete your posts and comments.
        public static var edit: String { "edit" }
        /// Choose your flair.
        public static var flair: String { "flair" }
        /// See what you have voted on and hidden.
        public static var history: String { "history" }
        /// See your name and karma.
        public static var identity: String { "identity" }
        /// The scope `livemanage`.
        public static var livemanage: String { "livemanage" }
        /// Change settings of your subreddits.
        public static var modconfig: String { "modconfig" }
        /// Manage flair.
        public static var modflair: String { "modflair" }
        /// See the moderation log.
        public static var modlog: String { "modlog" }
        /// Read and send moderators' mail.
        public static var modmail: String { "modmail" }
        /// The scope `modnote`.
        public static var modnote: String { "modnote" }
        /// The scope `modothers`.
        public static var modothers: String { "modothers" }
        /// Moderate posts.
        public static var modposts: String { "modposts" }
        /// The scope `modwiki`.
        public static var modwiki: String { "modwiki" }
        /// See your subreddits.
        public static var mysubreddits: String { "mysubreddits" }
        /// Read and send your messages.
        public static var privatemessages: String { "privatemessages" }
        /// Read posts and comments.
        public static var read: String { "read" }
        /// Report in your name.
        public static var report: String { "report" }
        /// Save and unsave for you.
        public static var save: String { "save" }
        /// The scope `structuredstyles`.
        public static var structuredstyles: String { "structuredstyles" }
        /// Post and comment in your name.
        public static var submit: String { "submit" }
        /// Change your subscriptions.
        public static var subscribe: String { "subscribe" }
        /// Vote in your name.
        public static var vote: String { "vote" }
        /// Change wikis.
        public static var wikiedit: String { "wikiedit" }
        /// Read wikis.
        public static var wikiread: String { "wikiread" }
    }
    /// Of RingCentral.
    public enum RingCentral {
        /// The scope `A2PSMS`.
        public static var a2PSMS: String { "A2PSMS" }
        /// The scope `AI`.
        public static var aI: String { "AI" }
        /// The scope `Accounts`.
        public static var accounts: String { "Accounts" }
        /// The scope `Analytics`.
        public static var analytics: String { "Analytics" }
        /// The scope `CallControl`.
        public static var callControl: String { "CallControl" }
        /// The scope `Contacts`.
        public static var contacts: String { "Contacts" }
        /// The scope `ControlWebinars`.
        public static var controlWebinars: String { "ControlWebinars" }
        /// The scope `DirectRingOut`.
        public static var directRingOut: String { "DirectRingOut" }
        /// The scope `EditAccounts`.
        public static var editAccounts: String { "EditAccounts" }
        /// The scope `EditCallLog`.
        public static var editCallLog: String { "EditCallLog" }
        /// The scope `EditCustomData`.
        public static var editCustomData: String { "EditCustomData" }
        /// The scope `EditExtensions`.
        public static var editExtensions: String { "EditExtensions" }
        /// The scope `EditMessages`.
        public static var editMessages: String { "EditMessages" }
        /// The scope `EditPaymentInfo`.
        public static var editPaymentInfo: String { "EditPaymentInfo" }
        /// The scope `EditPresence`.
        public static var editPresence: String { "EditPresence" }
        /// The scope `EditReportingSettings`.
        public static var editReportingSettings: String { "EditReportingSettings" }
        /// The scope `EditUserCredentials`.
        public static var editUserCredentials: String { "EditUserCredentials" }
        /// The scope `EditWebinars`.
        public static var editWebinars: String { "EditWebinars" }
        /// The scope `Faxes`.
        public static var faxes: String { "Faxes" }
        /// The scope `Glip`.
        public static var glip: String { "Glip" }
        /// The scope `InternalMessages`.
        public static var internalMessages: String { "InternalMessages" }
        /// The scope `Meetings`.
        public static var meetings: String { "Meetings" }
        /// The scope `ReadAccounts`.
        public static var readAccounts: String { "ReadAccounts" }
        /// The scope `ReadCallLog`.
        public static var readCallLog: String { "ReadCallLog" }
        /// The scope `ReadCallRecording`.
        public static var readCallRecording: String { "ReadCallRecording" }
        /// The scope `ReadClientInfo`.
        public static var readClientInfo: String { "ReadClientInfo" }
        /// The scope `ReadContacts`.
        public static var readContacts: String { "ReadContacts" }
        /// The scope `ReadMessages`.
        public static var readMessages: String { "ReadMessages" }
        /// The scope `ReadPresence`.
        public static var readPresence: String { "ReadPresence" }
        /// The scope `ReadWebinars`.
        public static var readWebinars: String { "ReadWebinars" }
        /// The scope `RingOut`.
        public static var ringOut: String { "RingOut" }
        /// The scope `RoleManagement`.
        public static var roleManagement: String { "RoleManagement" }
        /// The scope `SMS`.
        public static var sMS: String { "SMS" }
        /// The scope `SubscriptionWebhook`.
        public static var subscriptionWebhook: String { "SubscriptionWebhook" }
        /// The scope `TeamMessaging`.
        public static var teamMessaging: String { "TeamMessaging" }
        /// The scope `Video`.
        public static var video: String { "Video" }
        /// The scope `Voicemail`.
        public static var voicemail: String { "Voicemail" }
        /// The scope `VoipCalling`.
        public static var voipCalling: String { "VoipCalling" }
    }
    /// Of Roblox.
    public enum Roblox {
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Sage.
    public enum Sage {
        /// The scope `full_access`.
        public static var fullAccess: String { "full_access" }
        /// The scope `readonly`.
        public static var readonly: String { "readonly" }
    }
    /// Of Sage Intacct.
    public enum SageIntacct {
        /// The scope `offline_access`.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `sage/ai-agents`.
        public static var sageAiAgents: String { "sage/ai-agents" }
        /// The scope `token-exchange`.
        public static var tokenExchange: String { "token-exchange" }
    }
    /// Of Salesforce.
    public enum Salesforce {
        /// Use the APIs in your name.
        public static var api: String { "api" }
        /// Query Data 360.
        public static var cdpQueryApi: String { "cdp_query_api" }
        /// Use Chatter in your name.
        public static var chatterApi: String { "chatter_api" }
        /// Use files and content in your name.
        public static var content: String { "content" }
        /// See your custom permissions.
        public static var customPermissions: String { "custom_permissions" }
        /// Use Einstein models in your name.
        public static var einsteinGptApi: String { "einstein_gpt_api" }
        /// See your e-mail address.
        public static var email: String { "email" }
        /// Do all that you may do.
        public static var full: String { "full" }
        /// See who you are.
        public static var id: String { "id" }
        /// Sign you in.
        public static var openid: String { "openid" }
        /// Use Account Engagement in your name.
        public static var pardotApi: String { "pardot_api" }
        /// See your profile.
        public static var profile: String { "profile" }
        /// Stay connected when you are not there.
        public static var refreshToken: String { "refresh_token" }
        /// Open Visualforce pages in your name.
        public static var visualforce: String { "visualforce" }
        /// Use CRM Analytics in your name.
        public static var waveApi: String { "wave_api" }
        /// Open Salesforce pages in your name.
        public static var web: String { "web" }
    }
    /// Of Salesloft.
    public enum Salesloft {
        /// The scope `external_emails:create`.
        public static var externalEmailsCreate: String { "external_emails:create" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `system:all`.
        public static var systemAll: String { "system:all" }
    }
    /// Of Sellsy.
    public enum Sellsy {
        /// The scope `access-tokens.read`.
        public static var accessTokensRead: String { "access-tokens.read" }
        /// The scope `access-tokens.write`.
        public static var accessTokensWrite: String { "access-tokens.write" }
        /// The scope `accounting-codes.read`.
        public static var accountingCodesRead: String { "accounting-codes.read" }
        /// The scope `accounting-codes.write`.
        public static var accountingCodesWrite: String { "accounting-codes.write" }
        /// The scope `accounting-entry.read`.
        public static var accountingEntryRead: String { "accounting-entry.read" }
        /// The scope `accounting-entry.write`.
        public static var accountingEntryWrite: String { "accounting-entry.write" }
        /// The scope `accounting-settings.read`.
        public static var accountingSettingsRead: String { "accounting-settings.read" }
        /// The scope `accounting-settings.write`.
        public static var accountingSettingsWrite: String { "accounting-settings.write" }
        /// The scope `accounts.read`.
        public static var accountsRead: String { "accounts.read" }
        /// The scope `accounts.write`.
        public static var accountsWrite: String { "accounts.write" }
        /// The scope `activities.read`.
        public static var activitiesRead: String { "activities.read" }
        /// The scope `activities.write`.
        public static var activitiesWrite: String { "activities.write" }
        /// The scope `adyen.read`.
        public static var adyenRead: String { "adyen.read" }
        /// The scope `adyen.write`.
        public static var adyenWrite: String { "adyen.write" }
        /// The scope `api-v1`.
        public static var apiV1: String { "api-v1" }
        /// The scope `bank-accounts.read`.
        public static var bankAccountsRead: String { "bank-accounts.read" }
        /// The scope `calendars.read`.
        public static var calendarsRead: String { "calendars.read" }
        /// The scope `calendars.write`.
        public static var calendarsWrite: String { "calendars.write" }
        /// The scope `check-labels.read`.
        public static var checkLabelsRead: String { "check-labels.read" }
        /// The scope `clients.read`.
        public static var clientsRead: String { "clients.read" }
        /// The scope `clients.write`.
        public static var clientsWrite: String { "clients.write" }
        /// The scope `comments.read`.
        public static var commentsRead: String { "comments.read" }
        /// The scope `comments.write`.
        public static var commentsWrite: String { "comments.write" }
        /// The scope `companies.read`.
        public static var companiesRead: String { "companies.read" }
        /// The scope `companies.write`.
        public static var companiesWrite: String { "companies.write" }
        /// The scope `contacts.read`.
        public static var contactsRead: String { "contacts.read" }
        /// The scope `contacts.write`.
        public static var contactsWrite: String { "contacts.write" }
        /// The scope `credit-notes.read`.
        public static var creditNotesRead: String { "credit-notes.read" }
        /// The scope `credit-notes.write`.
        public static var creditNotesWrite: String { "credit-notes.write" }
        /// The scope `custom-activities.read`.
        public static var customActivitiesRead: String { "custom-activities.read" }
        /// The scope `custom-activities.write`.
        public static var customActivitiesWrite: String { "custom-activities.write" }
        /// The scope `custom-fields.read`.
        public static var customFieldsRead: String { "custom-fields.read" }
        /// The scope `custom-fields.write`.
        public static var customFieldsWrite: String { "custom-fields.write" }
        /// The scope `deliveries.read`.
        public static var deliveriesRead: String { "deliveries.read" }
        /// The scope `deliveries.write`.
        public static var deliveriesWrite: String { "deliveries.write" }
        /// The scope `discount-incl-taxes.read`.
        public static var discountInclTaxesRead: String { "discount-incl-taxes.read" }
        /// The scope `discount-incl-taxes.write`.
        public static var discountInclTaxesWrite: String { "discount-incl-taxes.write" }
        /// The scope `document-layouts.read`.
        public static var documentLayoutsRead: String { "document-layouts.read" }
        /// The scope `emails.read`.
        public static var emailsRead: String { "emails.read" }
        /// The scope `emails.settings`.
        public static var emailsSettings: String { "emails.settings" }
        /// The scope `emails.write`.
        public static var emailsWrite: String { "emails.write" }
        /// The scope `estimates.read`.
        public static var estimatesRead: String { "estimates.read" }
        /// The scope `estimates.write`.
        public static var estimatesWrite: String { "estimates.write" }
        /// The scope `files.read`.
        public static var filesRead: String { "files.read" }
        /// The scope `files.write`.
        public static var filesWrite: String { "files.write" }
        /// The scope `individuals.read`.
        public static var individualsRead: String { "individuals.read" }
        /// The scope `individuals.write`.
        public static var individualsWrite: String { "individuals.write" }
        /// The scope `invoices.read`.
        public static var invoicesRead: String { "invoices.read" }
        /// The scope `invoices.write`.
        public static var invoicesWrite: String { "invoices.write" }
        /// The scope `invoicing.read`.
        public static var invoicingRead: String { "invoicing.read" }
        /// The scope `invoicing.settings`.
        public static var invoicingSettings: String { "invoicing.settings" }
        /// The scope `items.read`.
        public static var itemsRead: String { "items.read" }
        /// The scope `items.write`.
        public static var itemsWrite: String { "items.write" }
        /// The scope `listings.list`.
        public static var listingsList: String { "listings.list" }
        /// The scope `listings.read`.
        public static var listingsRead: String { "listings.read" }
        /// The scope `listings.write`.
        public static var listingsWrite: String { "listings.write" }
        /// The scope `models.read`.
        public static var modelsRead: String { "models.read" }
        /// The scope `models.write`.
        public static var modelsWrite: String { "models.write" }
        /// The scope `notifications.read`.
        public static var notificationsRead: String { "notifications.read" }
        /// The scope `notifications.write`.
        public static var notificationsWrite: String { "notifications.write" }
        /// The scope `objectives.read`.
        public static var objectivesRead: String { "objectives.read" }
        /// The scope `objectives.write`.
        public static var objectivesWrite: String { "objectives.write" }
        /// The scope `ocr.read`.
        public static var ocrRead: String { "ocr.read" }
        /// The scope `opportunities.read`.
        public static var opportunitiesRead: String { "opportunities.read" }
        /// The scope `opportunities.write`.
        public static var opportunitiesWrite: String { "opportunities.write" }
        /// The scope `orders.read`.
        public static var ordersRead: String { "orders.read" }
        /// The scope `orders.write`.
        public static var ordersWrite: String { "orders.write" }
        /// The scope `payment-terms.read`.
        public static var paymentTermsRead: String { "payment-terms.read" }
        /// The scope `payments.read`.
        public static var paymentsRead: String { "payments.read" }
        /// The scope `payments.write`.
        public static var paymentsWrite: String { "payments.write" }
        /// The scope `phonecalls.read`.
        public static var phonecallsRead: String { "phonecalls.read" }
        /// The scope `phonecalls.write`.
        public static var phonecallsWrite: String { "phonecalls.write" }
        /// The scope `primes.read`.
        public static var primesRead: String { "primes.read" }
        /// The scope `proforma-invoices.read`.
        public static var proformaInvoicesRead: String { "proforma-invoices.read" }
        /// The scope `proposals.read`.
        public static var proposalsRead: String { "proposals.read" }
        /// The scope `proposals.write`.
        public static var proposalsWrite: String { "proposals.write" }
        /// The scope `rate-categories.read`.
        public static var rateCategoriesRead: String { "rate-categories.read" }
        /// The scope `rate-categories.write`.
        public static var rateCategoriesWrite: String { "rate-categories.write" }
        /// The scope `scopes.read`.
        public static var scopesRead: String { "scopes.read" }
        /// The scope `search.read`.
        public static var searchRead: String { "search.read" }
        /// The scope `smart-tags.read`.
        public static var smartTagsRead: String { "smart-tags.read" }
        /// The scope `smart-tags.write`.
        public static var smartTagsWrite: String { "smart-tags.write" }
        /// The scope `staffs.read`.
        public static var staffsRead: String { "staffs.read" }
        /// The scope `staffs.write`.
        public static var staffsWrite: String { "staffs.write" }
        /// The scope `stancer.read`.
        public static var stancerRead: String { "stancer.read" }
        /// The scope `stancer.write`.
        public static var stancerWrite: String { "stancer.write" }
        /// The scope `subscriptions.read`.
        public static var subscriptionsRead: String { "subscriptions.read" }
        /// The scope `subscriptions.write`.
        public static var subscriptionsWrite: String { "subscriptions.write" }
        /// The scope `tasks.read`.
        public static var tasksRead: String { "tasks.read" }
        /// The scope `tasks.write`.
        public static var tasksWrite: String { "tasks.write" }
        /// The scope `taxes.read`.
        public static var taxesRead: String { "taxes.read" }
        /// The scope `taxes.write`.
        public static var taxesWrite: String { "taxes.write" }
        /// The scope `webhooks.read`.
        public static var webhooksRead: String { "webhooks.read" }
        /// The scope `webhooks.write`.
        public static var webhooksWrite: String { "webhooks.write" }
    }
    /// Of ServiceM8.
    public enum Servicem8 {
        /// The scope `create_jobs`.
        public static var createJobs: String { "create_jobs" }
        /// The scope `manage_assets`.
        public static var manageAssets: String { "manage_assets" }
        /// The scope `manage_badges`.
        public static var manageBadges: String { "manage_badges" }
        /// The scope `manage_customer_contacts`.
        public static var manageCustomerContacts: String { "manage_customer_contacts" }
        /// The scope `manage_customers`.
        public static var manageCustomers: String { "manage_customers" }
        /// The scope `manage_feedback`.
        public static var manageFeedback: String { "manage_feedback" }
        /// The scope `manage_forms`.
        public static var manageForms: String { "manage_forms" }
        /// The scope `manage_inventory`.
        public static var manageInventory: String { "manage_inventory" }
        /// The scope `manage_job_categories`.
        public static var manageJobCategories: String { "manage_job_categories" }
        /// The scope `manage_job_checklists`.
        public static var manageJobChecklists: String { "manage_job_checklists" }
        /// The scope `manage_job_contacts`.
        public static var manageJobContacts: String { "manage_job_contacts" }
        /// The scope `manage_job_materials`.
        public static var manageJobMaterials: String { "manage_job_materials" }
        /// The scope `manage_job_payments`.
        public static var manageJobPayments: String { "manage_job_payments" }
        /// The scope `manage_job_queues`.
        public static var manageJobQueues: String { "manage_job_queues" }
        /// The scope `manage_jobs`.
        public static var manageJobs: String { "manage_jobs" }
        /// The scope `manage_locations`.
        public static var manageLocations: String { "manage_locations" }
        /// The scope `manage_notifications`.
        public static var manageNotifications: String { "manage_notifications" }
        /// The scope `manage_schedule`.
        public static var manageSchedule: String { "manage_schedule" }
        /// The scope `manage_staff`.
        public static var manageStaff: String { "manage_staff" }
        /// The scope `manage_tasks`.
        public static var manageTasks: String { "manage_tasks" }
        /// The scope `manage_tax_rates`.
        public static var manageTaxRates: String { "manage_tax_rates" }
        /// The scope `manage_templates`.
        public static var manageTemplates: String { "manage_templates" }
        /// The scope `publish_email`.
        public static var publishEmail: String { "publish_email" }
        /// The scope `publish_job_attachments`.
        public static var publishJobAttachments: String { "publish_job_attachments" }
        /// The scope `publish_job_notes`.
        public static var publishJobNotes: String { "publish_job_notes" }
        /// The scope `publish_job_photos`.
        public static var publishJobPhotos: String { "publish_job_photos" }
        /// The scope `publish_sms`.
        public static var publishSms: String { "publish_sms" }
        /// The scope `read_assets`.
        public static var readAssets: String { "read_assets" }
        /// The scope `read_customer_contacts`.
        public static var readCustomerContacts: String { "read_customer_contacts" }
        /// The scope `read_customers`.
        public static var readCustomers: String { "read_customers" }
        /// The scope `read_feedback`.
        public static var readFeedback: String { "read_feedback" }
        /// The scope `read_forms`.
        public static var readForms: String { "read_forms" }
        /// The scope `read_inbox`.
        public static var readInbox: String { "read_inbox" }
        /// The scope `read_inventory`.
        public static var readInventory: String { "read_inventory" }
        /// The scope `read_job_attachments`.
        public static var readJobAttachments: String { "read_job_attachments" }
        /// The scope `read_job_categories`.
        public static var readJobCategories: String { "read_job_categories" }
        /// The scope `read_job_checklists`.
        public static var readJobChecklists: String { "read_job_checklists" }
        /// The scope `read_job_contacts`.
        public static var readJobContacts: String { "read_job_contacts" }
        /// The scope `read_job_materials`.
        public static var readJobMaterials: String { "read_job_materials" }
        /// The scope `read_job_notes`.
        public static var readJobNotes: String { "read_job_notes" }
        /// The scope `read_job_payments`.
        public static var readJobPayments: String { "read_job_payments" }
        /// The scope `read_job_photos`.
        public static var readJobPhotos: String { "read_job_photos" }
        /// The scope `read_job_queues`.
        public static var readJobQueues: String { "read_job_queues" }
        /// The scope `read_jobs`.
        public static var readJobs: String { "read_jobs" }
        /// The scope `read_locations`.
        public static var readLocations: String { "read_locations" }
        /// The scope `read_messages`.
        public static var readMessages: String { "read_messages" }
        /// The scope `read_schedule`.
        public static var readSchedule: String { "read_schedule" }
        /// The scope `read_security_roles`.
        public static var readSecurityRoles: String { "read_security_roles" }
        /// The scope `read_staff`.
        public static var readStaff: String { "read_staff" }
        /// The scope `read_tasks`.
        public static var readTasks: String { "read_tasks" }
        /// The scope `read_tax_rates`.
        public static var readTaxRates: String { "read_tax_rates" }
        /// The scope `staff_activity`.
        public static var staffActivity: String { "staff_activity" }
        /// The scope `staff_locations`.
        public static var staffLocations: String { "staff_locations" }
        /// The scope `vendor`.
        public static var vendor: String { "vendor" }
        /// The scope `vendor_email`.
        public static var vendorEmail: String { "vendor_email" }
        /// The scope `vendor_logo`.
        public static var vendorLogo: String { "vendor_logo" }
    }
    /// Of ServiceNow.
    public enum Servicenow {
        /// The scope `useraccount`.
        public static var useraccount: String { "useraccount" }
    }
    /// Of Seznam.
    public enum SeznamOauth2 {
        /// The scope `identity`.
        public static var identity: String { "identity" }
    }
    /// Of Shopify.
    public enum Shopify {
        /// See own companies as a customer.
        public static var customerReadCompanies: String { "customer_read_companies" }
        /// See own customers as a customer.
        public static var customerReadCustomers: String { "customer_read_customers" }
        /// See own draft orders as a customer.
        public static var customerReadDraftOrders: String { "customer_read_draft_orders" }
        /// See own locations as a customer.
        public static var customerReadLocations: String { "customer_read_locations" }
        /// See own markets as a customer.
        public static var customerReadMarkets: String { "customer_read_markets" }
        /// See own metaobjects as a customer.
        public static var customerReadMetaobjects: String { "customer_read_metaobjects" }
        /// See own orders as a customer.
        public static var customerReadOrders: String { "customer_read_orders" }
        /// See own own subscription contracts as a customer.
        public static var customerReadOwnSubscriptionContracts: String { "customer_read_own_subscription_contracts" }
        /// See own store credit accounts as a customer.
        public static var customerReadStoreCreditAccounts: String { "customer_read_store_credit_accounts" }
        /// Change own companies as a customer.
        public static var customerWriteCompanies: String { "customer_write_companies" }
        /// Change own customers as a customer.
        public static var customerWriteCustomers: String { "customer_write_customers" }
        /// Change own locations as a customer.
        public static var customerWriteLocations: String { "customer_write_locations" }
        /// Change own orders as a customer.
        public static var customerWriteOrders: String { "customer_write_orders" }
        /// Change own own subscription contracts as a customer.
        public static var customerWriteOwnSubscriptionContracts: String { "customer_write_own_subscription_contracts" }
        /// Change own subscription contracts as a customer.
        public static var customerWriteSubscriptionContracts: String { "customer_write_subscription_contracts" }
        /// See all orders, not those of the last 60 days alone.
        public static var readAllOrders: String { "read_all_orders" }
        /// See assigned fulfillment orders.
        public static var readAssignedFulfillmentOrders: String { "read_assigned_fulfillment_orders" }
        /// See cart transforms.
        public static var readCartTransforms: String { "read_cart_transforms" }
        /// See checkout and accounts configurations.
        public static var readCheckoutAndAccountsConfigurations: String { "read_checkout_and_accounts_configurations" }
        /// See checkout branding settings.
        public static var readCheckoutBrandingSettings: String { "read_checkout_branding_settings" }
        /// See content.
        public static var readContent: String { "read_content" }
        /// See customer events.
        public static var readCustomerEvents: String { "read_customer_events" }
        /// See customer merge.
        public static var readCustomerMerge: String { "read_customer_merge" }
        /// See customer payment methods.
        public static var readCustomerPaymentMethods: String { "read_customer_payment_methods" }
        /// See customers.
        public static var readCustomers: String { "read_customers" }
        /// See delivery customizations.
        public static var readDeliveryCustomizations: String { "read_delivery_customizations" }
        /// See discounts.
        public static var readDiscounts: String { "read_discounts" }
        /// See draft orders.
        public static var readDraftOrders: String { "read_draft_orders" }
        /// See files.
        public static var readFiles: String { "read_files" }
        /// See fulfillments.
        public static var readFulfillments: String { "read_fulfillments" }
        /// See gift cards.
        public static var readGiftCards: String { "read_gift_cards" }
        /// See inventory.
        public static var readInventory: String { "read_inventory" }
        /// See legal policies.
        public static var readLegalPolicies: String { "read_legal_policies" }
        /// See locales.
        public static var readLocales: String { "read_locales" }
        /// See locations.
        public static var readLocations: String { "read_locations" }
        /// See marketing events.
        public static var readMarketingEvents: String { "read_marketing_events" }
        /// See marketplace fulfillment orders.
        public static var readMarketplaceFulfillmentOrders: String { "read_marketplace_fulfillment_orders" }
        /// See markets.
        public static var readMarkets: String { "read_markets" }
        /// See merchant approval signals.
        public static var readMerchantApprovalSignals: String { "read_merchant_approval_signals" }
        /// See merchant managed fulfillment orders.
        public static var readMerchantManagedFulfillmentOrders: String { "read_merchant_managed_fulfillment_orders" }
        /// See metaobject definitions.
        public static var readMetaobjectDefinitions: String { "read_metaobject_definitions" }
        /// See metaobjects.
        public static var readMetaobjects: String { "read_metaobjects" }
        /// See online store navigation.
        public static var readOnlineStoreNavigation: String { "read_online_store_navigation" }
        /// See online store pages.
        public static var readOnlineStorePages: String { "read_online_store_pages" }
        /// See order edits.
        public static var readOrderEdits: String { "read_order_edits" }
        /// See orders.
        public static var readOrders: String { "read_orders" }
        /// See own subscription contracts.
        public static var readOwnSubscriptionContracts: String { "read_own_subscription_contracts" }
        /// See payment customizations.
        public static var readPaymentCustomizations: String { "read_payment_customizations" }
        /// See payment gateways.
        public static var readPaymentGateways: String { "read_payment_gateways" }
        /// See payment mandate.
        public static var readPaymentMandate: String { "read_payment_mandate" }
        /// See payment terms.
        public static var readPaymentTerms: String { "read_payment_terms" }
        /// See price rules.
        public static var readPriceRules: String { "read_price_rules" }
        /// See privacy settings.
        public static var readPrivacySettings: String { "read_privacy_settings" }
        /// See products.
        public static var readProducts: String { "read_products" }
        /// See reports.
        public static var readReports: String { "read_reports" }
        /// See returns.
        public static var readReturns: String { "read_returns" }
        /// See script tags.
        public static var readScriptTags: String { "read_script_tags" }
        /// See shipping.
        public static var readShipping: String { "read_shipping" }
        /// See shopify payments dispute evidences.
        public static var readShopifyPaymentsDisputeEvidences: String { "read_shopify_payments_dispute_evidences" }
        /// See shopify payments disputes.
        public static var readShopifyPaymentsDisputes: String { "read_shopify_payments_disputes" }
        /// See shopify payments payouts.
        public static var readShopifyPaymentsPayouts: String { "read_shopify_payments_payouts" }
        /// See store credit account transactions.
        public static var readStoreCreditAccountTransactions: String { "read_store_credit_account_transactions" }
        /// See store credit accounts.
        public static var readStoreCreditAccounts: String { "read_store_credit_accounts" }
        /// See themes.
        public static var readThemes: String { "read_themes" }
        /// See third party fulfillment orders.
        public static var readThirdPartyFulfillmentOrders: String { "read_third_party_fulfillment_orders" }
        /// See translations.
        public static var readTranslations: String { "read_translations" }
        /// See users.
        public static var readUsers: String { "read_users" }
        /// See validations.
        public static var readValidations: String { "read_validations" }
        /// See checkouts in the storefront.
        public static var unauthenticatedReadCheckouts: String { "unauthenticated_read_checkouts" }
        /// See content in the storefront.
        public static var unauthenticatedReadContent: String { "unauthenticated_read_content" }
        /// See customer tags in the storefront.
        public static var unauthenticatedReadCustomerTags: String { "unauthenticated_read_customer_tags" }
        /// See customers in the storefront.
        public static var unauthenticatedReadCustomers: String { "unauthenticated_read_customers" }
        /// See metaobjects in the storefront.
        public static var unauthenticatedReadMetaobjects: String { "unauthenticated_read_metaobjects" }
        /// See product inventory in the storefront.
        public static var unauthenticatedReadProductInventory: String { "unauthenticated_read_product_inventory" }
        /// See product listings in the storefront.
        public static var unauthenticatedReadProductListings: String { "unauthenticated_read_product_listings" }
        /// See product pickup locations in the storefront.
        public static var unauthenticatedReadProductPickupLocations: String { "unauthenticated_read_product_pickup_locations" }
        /// See product tags in the storefront.
        public static var unauthenticatedReadProductTags: String { "unauthenticated_read_product_tags" }
        /// See selling plans in the storefront.
        public static var unauthenticatedReadSellingPlans: String { "unauthenticated_read_selling_plans" }
        /// Change checkouts in the storefront.
        public static var unauthenticatedWriteCheckouts: String { "unauthenticated_write_checkouts" }
        /// Change customers in the storefront.
        public static var unauthenticatedWriteCustomers: String { "unauthenticated_write_customers" }
        /// See and change app proxy.
        public static var writeAppProxy: String { "write_app_proxy" }
        /// See and change assigned fulfillment orders.
        public static var writeAssignedFulfillmentOrders: String { "write_assigned_fulfillment_orders" }
        /// See and change cart transforms.
        public static var writeCartTransforms: String { "write_cart_transforms" }
        /// See and change checkout and accounts configurations.
        public static var writeCheckoutAndAccountsConfigurations: String { "write_checkout_and_accounts_configurations" }
        /// See and change checkout branding settings.
        public static var writeCheckoutBrandingSettings: String { "write_checkout_branding_settings" }
        /// See and change content.
        public static var writeContent: String { "write_content" }
        /// See and change customer merge.
        public static var writeCustomerMerge: String { "write_customer_merge" }
        /// See and change customers.
        public static var writeCustomers: String { "write_customers" }
        /// See and change delivery customizations.
        public static var writeDeliveryCustomizations: String { "write_delivery_customizations" }
        /// See and change discounts.
        public static var writeDiscounts: String { "write_discounts" }
        /// See and change draft orders.
        public static var writeDraftOrders: String { "write_draft_orders" }
        /// See and change files.
        public static var writeFiles: String { "write_files" }
        /// See and change fulfillments.
        public static var writeFulfillments: String { "write_fulfillments" }
        /// See and change gift cards.
        public static var writeGiftCards: String { "write_gift_cards" }
        /// See and change inventory.
        public static var writeInventory: String { "write_inventory" }
        /// See and change locales.
        public static var writeLocales: String { "write_locales" }
        /// See and change locations.
        public static var writeLocations: String { "write_locations" }
        /// See and change marketing events.
        public static var writeMarketingEvents: String { "write_marketing_events" }
        /// See and change markets.
        public static var writeMarkets: String { "write_markets" }
        /// See and change merchant managed fulfillment orders.
        public static var writeMerchantManagedFulfillmentOrders: String { "write_merchant_managed_fulfillment_orders" }
        /// See and change metaobject definitions.
        public static var writeMetaobjectDefinitions: String { "write_metaobject_definitions" }
        /// See and change metaobjects.
        public static var writeMetaobjects: String { "write_metaobjects" }
        /// See and change online store navigation.
        public static var writeOnlineStoreNavigation: String { "write_online_store_navigation" }
        /// See and change order edits.
        public static var writeOrderEdits: String { "write_order_edits" }
        /// See and change orders.
        public static var writeOrders: String { "write_orders" }
        /// See and change own subscription contracts.
        public static var writeOwnSubscriptionContracts: String { "write_own_subscription_contracts" }
        /// See and change payment customizations.
        public static var writePaymentCustomizations: String { "write_payment_customizations" }
        /// See and change payment gateways.
        public static var writePaymentGateways: String { "write_payment_gateways" }
        /// See and change payment mandate.
        public static var writePaymentMandate: String { "write_payment_mandate" }
        /// See and change payment sessions.
        public static var writePaymentSessions: String { "write_payment_sessions" }
        /// See and change payment terms.
        public static var writePaymentTerms: String { "write_payment_terms" }
        /// See and change pixels.
        public static var writePixels: String { "write_pixels" }
        /// See and change price rules.
        public static var writePriceRules: String { "write_price_rules" }
        /// See and change privacy settings.
        public static var writePrivacySettings: String { "write_privacy_settings" }
        /// See and change products.
        public static var writeProducts: String { "write_products" }
        /// See and change returns.
        public static var writeReturns: String { "write_returns" }
        /// See and change script tags.
        public static var writeScriptTags: String { "write_script_tags" }
        /// See and change shipping.
        public static var writeShipping: String { "write_shipping" }
        /// See and change store credit account transactions.
        public static var writeStoreCreditAccountTransactions: String { "write_store_credit_account_transactions" }
        /// See and change themes.
        public static var writeThemes: String { "write_themes" }
        /// See and change third party fulfillment orders.
        public static var writeThirdPartyFulfillmentOrders: String { "write_third_party_fulfillment_orders" }
        /// See and change translations.
        public static var writeTranslations: String { "write_translations" }
        /// See and change validations.
        public static var writeValidations: String { "write_validations" }
    }
    /// Of SignNow.
    public enum Signnow {
        /// The scope `*`.
        public static var n: String { "*" }
    }
    /// Of Slack.
    public enum Slack {
        /// Read messages in public channels that the app is in.
        public static var channelsHistory: String { "channels:history" }
        /// See the public channels and what they are about.
        public static var channelsRead: String { "channels:read" }
        /// Post messages as the app.
        public static var chatWrite: String { "chat:write" }
        /// Read files that are shared where the app is.
        public static var filesRead: String { "files:read" }
        /// Upload, change and delete files.
        public static var filesWrite: String { "files:write" }
        /// Read messages in private channels that the app is in.
        public static var groupsHistory: String { "groups:history" }
        /// See the private channels that the app is in.
        public static var groupsRead: String { "groups:read" }
        /// Read direct messages with the app.
        public static var imHistory: String { "im:history" }
        /// Search what the person can see.
        public static var searchRead: String { "search:read" }
        /// See the people of the workspace.
        public static var usersRead: String { "users:read" }
        /// See the e-mail addresses of the workspace's people.
        public static var usersReadEmail: String { "users:read.email" }
    }
    /// Of Smartsheet.
    public enum Smartsheet {
        /// The scope `ADMIN_SHEETS`.
        public static var aDMINSHEETS: String { "ADMIN_SHEETS" }
        /// The scope `ADMIN_SIGHTS`.
        public static var aDMINSIGHTS: String { "ADMIN_SIGHTS" }
        /// The scope `ADMIN_USERS`.
        public static var aDMINUSERS: String { "ADMIN_USERS" }
        /// The scope `ADMIN_WEBHOOKS`.
        public static var aDMINWEBHOOKS: String { "ADMIN_WEBHOOKS" }
        /// The scope `ADMIN_WORKSPACES`.
        public static var aDMINWORKSPACES: String { "ADMIN_WORKSPACES" }
        /// The scope `CREATE_SHEETS`.
        public static var cREATESHEETS: String { "CREATE_SHEETS" }
        /// The scope `CREATE_SIGHTS`.
        public static var cREATESIGHTS: String { "CREATE_SIGHTS" }
        /// The scope `DELETE_SHEETS`.
        public static var dELETESHEETS: String { "DELETE_SHEETS" }
        /// The scope `DELETE_SIGHTS`.
        public static var dELETESIGHTS: String { "DELETE_SIGHTS" }
        /// The scope `READ_CONTACTS`.
        public static var rEADCONTACTS: String { "READ_CONTACTS" }
        /// The scope `READ_EVENTS`.
        public static var rEADEVENTS: String { "READ_EVENTS" }
        /// The scope `READ_SHEETS`.
        public static var rEADSHEETS: String { "READ_SHEETS" }
        /// The scope `READ_SIGHTS`.
        public static var rEADSIGHTS: String { "READ_SIGHTS" }
        /// The scope `READ_USERS`.
        public static var rEADUSERS: String { "READ_USERS" }
        /// The scope `SHARE_SHEETS`.
        public static var sHARESHEETS: String { "SHARE_SHEETS" }
        /// The scope `SHARE_SIGHTS`.
        public static var sHARESIGHTS: String { "SHARE_SIGHTS" }
        /// The scope `WRITE_SHEETS`.
        public static var wRITESHEETS: String { "WRITE_SHEETS" }
    }
    /// Of SmugMug.
    public enum Smugmug {
        /// Add photos.
        public static var add: String { "Add" }
        /// Change and delete photos.
        public static var modify: String { "Modify" }
        /// See your photos and galleries.
        public static var read: String { "Read" }
    }
    /// Of Snapchat Ads.
    public enum Snapchat {
        /// The scope `https://auth.snapchat.com/oauth2/api/user.bitmoji.avatar`.
        public static var httpsAuthSnapchatComOauth2ApiUserBitmojiAvatar: String { "https://auth.snapchat.com/oauth2/api/user.bitmoji.avatar" }
        /// The scope `https://auth.snapchat.com/oauth2/api/user.display_name`.
        public static var httpsAuthSnapchatComOauth2ApiUserDisplayName: String { "https://auth.snapchat.com/oauth2/api/user.display_name" }
        /// The scope `snapchat-marketing-api`.
        public static var snapchatMarketingApi: String { "snapchat-marketing-api" }
        /// The scope `snapchat-offline-conversions-api`.
        public static var snapchatOfflineConversionsApi: String { "snapchat-offline-conversions-api" }
        /// The scope `snapchat-profile-api`.
        public static var snapchatProfileApi: String { "snapchat-profile-api" }
    }
    /// Of Snowflake.
    public enum Snowflake {
        /// The scope `refresh_token`.
        public static var refreshToken: String { "refresh_token" }
        /// The scope `session:role-encoded:<role_name>`.
        public static var sessionRoleEncodedRoleName: String { "session:role-encoded:<role_name>" }
        /// The scope `session:role:<role_name>`.
        public static var sessionRoleRoleName: String { "session:role:<role_name>" }
    }
    /// Of SoundCloud.
    public enum Soundcloud {
        /// The scope `non-expiring`.
        public static var nonExpiring: String { "non-expiring" }
    }
    /// Of Spotify.
    public enum Spotify {
        /// Control the Spotify app.
        public static var appRemoteControl: String { "app-remote-control" }
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// Change your private playlists.
        public static var playlistModifyPrivate: String { "playlist-modify-private" }
        /// Change your public playlists.
        public static var playlistModifyPublic: String { "playlist-modify-public" }
        /// See playlists that you share with others.
        public static var playlistReadCollaborative: String { "playlist-read-collaborative" }
        /// See your private playlists.
        public static var playlistReadPrivate: String { "playlist-read-private" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
        /// The scope `soa-create-partner`.
        public static var soaCreatePartner: String { "soa-create-partner" }
        /// The scope `soa-manage-entitlements`.
        public static var soaManageEntitlements: String { "soa-manage-entitlements" }
        /// The scope `soa-manage-partner`.
        public static var soaManagePartner: String { "soa-manage-partner" }
        /// Play music with your account.
        public static var streaming: String { "streaming" }
        /// Upload pictures for playlists.
        public static var ugcImageUpload: String { "ugc-image-upload" }
        /// Change whom you follow.
        public static var userFollowModify: String { "user-follow-modify" }
        /// See whom you follow.
        public static var userFollowRead: String { "user-follow-read" }
        /// Change your library.
        public static var userLibraryModify: String { "user-library-modify" }
        /// See your library.
        public static var userLibraryRead: String { "user-library-read" }
        /// Control what plays.
        public static var userModifyPlaybackState: String { "user-modify-playback-state" }
        /// The scope `user-personalized`.
        public static var userPersonalized: String { "user-personalized" }
        /// See what plays.
        public static var userReadCurrentlyPlaying: String { "user-read-currently-playing" }
        /// See your e-mail address.
        public static var userReadEmail: String { "user-read-email" }
        /// See how far you have listened.
        public static var userReadPlaybackPosition: String { "user-read-playback-position" }
        /// See what plays, and on which device.
        public static var userReadPlaybackState: String { "user-read-playback-state" }
        /// See your subscription.
        public static var userReadPrivate: String { "user-read-private" }
        /// See what you played lately.
        public static var userReadRecentlyPlayed: String { "user-read-recently-played" }
        /// The scope `user-soa-link`.
        public static var userSoaLink: String { "user-soa-link" }
        /// The scope `user-soa-unlink`.
        public static var userSoaUnlink: String { "user-soa-unlink" }
        /// See what you like most.
        public static var userTopRead: String { "user-top-read" }
    }
    /// Of Squarespace.
    public enum Squarespace {
        /// The scope `website.inventory`.
        public static var websiteInventory: String { "website.inventory" }
        /// The scope `website.inventory.read`.
        public static var websiteInventoryRead: String { "website.inventory.read" }
        /// The scope `website.orders`.
        public static var websiteOrders: String { "website.orders" }
        /// The scope `website.orders.read`.
        public static var websiteOrdersRead: String { "website.orders.read" }
        /// The scope `website.products`.
        public static var websiteProducts: String { "website.products" }
        /// The scope `website.products.read`.
        public static var websiteProductsRead: String { "website.products.read" }
        /// The scope `website.transactions.read`.
        public static var websiteTransactionsRead: String { "website.transactions.read" }
    }
    /// Of Square.
    public enum Squareup {
        /// The scope `APPOINTMENTS_ALL_READ`.
        public static var aPPOINTMENTSALLREAD: String { "APPOINTMENTS_ALL_READ" }
        /// The scope `APPOINTMENTS_ALL_WRITE`.
        public static var aPPOINTMENTSALLWRITE: String { "APPOINTMENTS_ALL_WRITE" }
        /// The scope `APPOINTMENTS_BUSINESS_SETTINGS_READ`.
        public static var aPPOINTMENTSBUSINESSSETTINGSREAD: String { "APPOINTMENTS_BUSINESS_SETTINGS_READ" }
        /// The scope `APPOINTMENTS_READ`.
        public static var aPPOINTMENTSREAD: String { "APPOINTMENTS_READ" }
        /// The scope `APPOINTMENTS_WRITE`.
        public static var aPPOINTMENTSWRITE: String { "APPOINTMENTS_WRITE" }
        /// The scope `BANK_ACCOUNTS_READ`.
        public static var bANKACCOUNTSREAD: String { "BANK_ACCOUNTS_READ" }
        /// The scope `BANK_ACCOUNTS_WRITE`.
        public static var bANKACCOUNTSWRITE: String { "BANK_ACCOUNTS_WRITE" }
        /// The scope `CASH_DRAWER_READ`.
        public static var cASHDRAWERREAD: String { "CASH_DRAWER_READ" }
        /// The scope `CUSTOMERS_READ`.
        public static var cUSTOMERSREAD: String { "CUSTOMERS_READ" }
        /// The scope `CUSTOMERS_WRITE`.
        public static var cUSTOMERSWRITE: String { "CUSTOMERS_WRITE" }
        /// The scope `DEVICES_READ`.
        public static var dEVICESREAD: String { "DEVICES_READ" }
        /// The scope `DEVICE_CREDENTIAL_MANAGEMENT`.
        public static var dEVICECREDENTIALMANAGEMENT: String { "DEVICE_CREDENTIAL_MANAGEMENT" }
        /// The scope `DISPUTES_READ`.
        public static var dISPUTESREAD: String { "DISPUTES_READ" }
        /// The scope `DISPUTES_WRITE`.
        public static var dISPUTESWRITE: String { "DISPUTES_WRITE" }
        /// The scope `EMPLOYEES_READ`.
        public static var eMPLOYEESREAD: String { "EMPLOYEES_READ" }
        /// The scope `EMPLOYEES_WRITE`.
        public static var eMPLOYEESWRITE: String { "EMPLOYEES_WRITE" }
        /// The scope `GIFTCARDS_READ`.
        public static var gIFTCARDSREAD: String { "GIFTCARDS_READ" }
        /// The scope `GIFTCARDS_WRITE`.
        public static var gIFTCARDSWRITE: String { "GIFTCARDS_WRITE" }
        /// The scope `INVENTORY_READ`.
        public static var iNVENTORYREAD: String { "INVENTORY_READ" }
        /// The scope `INVENTORY_WRITE`.
        public static var iNVENTORYWRITE: String { "INVENTORY_WRITE" }
        /// The scope `INVOICES_READ`.
        public static var iNVOICESREAD: String { "INVOICES_READ" }
        /// The scope `INVOICES_WRITE`.
        public static var iNVOICESWRITE: String { "INVOICES_WRITE" }
        /// The scope `ITEMS_READ`.
        public static var iTEMSREAD: String { "ITEMS_READ" }
        /// The scope `ITEMS_WRITE`.
        public static var iTEMSWRITE: String { "ITEMS_WRITE" }
        /// The scope `LOYALTY_READ`.
        public static var lOYALTYREAD: String { "LOYALTY_READ" }
        /// The scope `LOYALTY_WRITE`.
        public static var lOYALTYWRITE: String { "LOYALTY_WRITE" }
        /// The scope `MERCHANT_PROFILE_READ`.
        public static var mERCHANTPROFILEREAD: String { "MERCHANT_PROFILE_READ" }
        /// The scope `MERCHANT_PROFILE_WRITE`.
        public static var mERCHANTPROFILEWRITE: String { "MERCHANT_PROFILE_WRITE" }
        /// The scope `ONLINE_STORE_SITE_READ`.
        public static var oNLINESTORESITEREAD: String { "ONLINE_STORE_SITE_READ" }
        /// The scope `ONLINE_STORE_SNIPPETS_READ`.
        public static var oNLINESTORESNIPPETSREAD: String { "ONLINE_STORE_SNIPPETS_READ" }
        /// The scope `ONLINE_STORE_SNIPPETS_WRITE`.
        public static var oNLINESTORESNIPPETSWRITE: String { "ONLINE_STORE_SNIPPETS_WRITE" }
        /// The scope `ORDERS_READ`.
        public static var oRDERSREAD: String { "ORDERS_READ" }
        /// The scope `ORDERS_WRITE`.
        public static var oRDERSWRITE: String { "ORDERS_WRITE" }
        /// The scope `PAYMENTS_READ`.
        public static var pAYMENTSREAD: String { "PAYMENTS_READ" }
        /// The scope `PAYMENTS_WRITE`.
        public static var pAYMENTSWRITE: String { "PAYMENTS_WRITE" }
        /// The scope `PAYMENTS_WRITE_ADDITIONAL_RECIPIENTS`.
        public static var pAYMENTSWRITEADDITIONALRECIPIENTS: String { "PAYMENTS_WRITE_ADDITIONAL_RECIPIENTS" }
        /// The scope `PAYMENTS_WRITE_IN_PERSON`.
        public static var pAYMENTSWRITEINPERSON: String { "PAYMENTS_WRITE_IN_PERSON" }
        /// The scope `PAYOUTS_READ`.
        public static var pAYOUTSREAD: String { "PAYOUTS_READ" }
        /// The scope `SETTLEMENTS_READ`.
        public static var sETTLEMENTSREAD: String { "SETTLEMENTS_READ" }
        /// The scope `SUBSCRIPTIONS_READ`.
        public static var sUBSCRIPTIONSREAD: String { "SUBSCRIPTIONS_READ" }
        /// The scope `SUBSCRIPTIONS_WRITE`.
        public static var sUBSCRIPTIONSWRITE: String { "SUBSCRIPTIONS_WRITE" }
        /// The scope `TIMECARDS_READ`.
        public static var tIMECARDSREAD: String { "TIMECARDS_READ" }
        /// The scope `TIMECARDS_SETTINGS_READ`.
        public static var tIMECARDSSETTINGSREAD: String { "TIMECARDS_SETTINGS_READ" }
        /// The scope `TIMECARDS_SETTINGS_WRITE`.
        public static var tIMECARDSSETTINGSWRITE: String { "TIMECARDS_SETTINGS_WRITE" }
        /// The scope `TIMECARDS_WRITE`.
        public static var tIMECARDSWRITE: String { "TIMECARDS_WRITE" }
        /// The scope `VENDOR_READ`.
        public static var vENDORREAD: String { "VENDOR_READ" }
        /// The scope `VENDOR_WRITE`.
        public static var vENDORWRITE: String { "VENDOR_WRITE" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `person_alias_read`.
        public static var personAliasRead: String { "person_alias_read" }
    }
    /// Of start.gg.
    public enum Startgg {
        /// The scope `user.email`.
        public static var userEmail: String { "user.email" }
        /// The scope `user.identity`.
        public static var userIdentity: String { "user.identity" }
    }
    /// Of Stocktwits.
    public enum Stocktwits {
        /// The scope `direct_messages`.
        public static var directMessages: String { "direct_messages" }
        /// The scope `follow_stocks`.
        public static var followStocks: String { "follow_stocks" }
        /// The scope `follow_users`.
        public static var followUsers: String { "follow_users" }
        /// The scope `publish_messages`.
        public static var publishMessages: String { "publish_messages" }
        /// The scope `publish_watch_lists`.
        public static var publishWatchLists: String { "publish_watch_lists" }
        /// The scope `read`.
        public static var read: String { "read" }
        /// The scope `watch_lists`.
        public static var watchLists: String { "watch_lists" }
    }
    /// Of Strava.
    public enum Strava {
        /// The scope `activity:read`.
        public static var activityRead: String { "activity:read" }
        /// The scope `activity:read_all`.
        public static var activityReadAll: String { "activity:read_all" }
        /// The scope `activity:write`.
        public static var activityWrite: String { "activity:write" }
        /// The scope `profile:read_all`.
        public static var profileReadAll: String { "profile:read_all" }
        /// The scope `profile:write`.
        public static var profileWrite: String { "profile:write" }
        /// The scope `public`.
        public static var `public`: String { "public" }
        /// The scope `read`.
        public static var read: String { "read" }
        /// The scope `read_all`.
        public static var readAll: String { "read_all" }
        /// The scope `view_private`.
        public static var viewPrivate: String { "view_private" }
        /// The scope `write`.
        public static var write: String { "write" }
    }
    /// Of Stripe Connect.
    public enum Stripe {
        /// See your Stripe account.
        public static var readOnly: String { "read_only" }
        /// See your Stripe account and act for it.
        public static var readWrite: String { "read_write" }
    }
    /// Of SurveyMonkey.
    public enum SurveyMonkey {
        /// See collectors.
        public static var collectorsRead: String { "collectors_read" }
        /// Create, change and delete collectors.
        public static var collectorsWrite: String { "collectors_write" }
        /// See contacts.
        public static var contactsRead: String { "contacts_read" }
        /// Create, change and delete contacts.
        public static var contactsWrite: String { "contacts_write" }
        /// See groups.
        public static var groupsRead: String { "groups_read" }
        /// See the library.
        public static var libraryRead: String { "library_read" }
        /// See that there are responses.
        public static var responsesRead: String { "responses_read" }
        /// Read responses.
        public static var responsesReadDetail: String { "responses_read_detail" }
        /// Change and delete responses.
        public static var responsesWrite: String { "responses_write" }
        /// See roles.
        public static var rolesRead: String { "roles_read" }
        /// Create, change and delete roles.
        public static var rolesWrite: String { "roles_write" }
        /// See surveys.
        public static var surveysRead: String { "surveys_read" }
        /// Create, change and delete surveys.
        public static var surveysWrite: String { "surveys_write" }
        /// See your account.
        public static var usersRead: String { "users_read" }
        /// See webhooks.
        public static var webhooksRead: String { "webhooks_read" }
        /// Create, change and delete webhooks.
        public static var webhooksWrite: String { "webhooks_write" }
        /// The scope `workgroups_members_read`.
        public static var workgroupsMembersRead: String { "workgroups_members_read" }
        /// The scope `workgroups_members_write`.
        public static var workgroupsMembersWrite: String { "workgroups_members_write" }
        /// See workgroups.
        public static var workgroupsRead: String { "workgroups_read" }
        /// The scope `workgroups_shares_read`.
        public static var workgroupsSharesRead: String { "workgroups_shares_read" }
        /// The scope `workgroups_shares_write`.
        public static var workgroupsSharesWrite: String { "workgroups_shares_write" }
        /// Create, change and delete workgroups.
        public static var workgroupsWrite: String { "workgroups_write" }
    }
    /// Of Teamleader Focus.
    public enum Teamleader {
        /// The scope `users`.
        public static var users: String { "users" }
    }
    /// Of Threads.
    public enum Threads {
        /// See your profile and posts.
        public static var threadsBasic: String { "threads_basic" }
        /// Publish posts as you.
        public static var threadsContentPublish: String { "threads_content_publish" }
        /// See insights of your profile and posts.
        public static var threadsManageInsights: String { "threads_manage_insights" }
        /// Reply as you, and hide replies.
        public static var threadsManageReplies: String { "threads_manage_replies" }
        /// Read replies to your posts.
        public static var threadsReadReplies: String { "threads_read_replies" }
    }
    /// Of TickTick.
    public enum Ticktick {
        /// The scope `tasks:read`.
        public static var tasksRead: String { "tasks:read" }
        /// The scope `tasks:write`.
        public static var tasksWrite: String { "tasks:write" }
    }
    /// Of TikTok.
    public enum TiktokPersonal {
        /// See your name and picture.
        public static var userInfoBasic: String { "user.info.basic" }
        /// See your profile and its links.
        public static var userInfoProfile: String { "user.info.profile" }
        /// See how many follow and like you.
        public static var userInfoStats: String { "user.info.stats" }
        /// See your public videos.
        public static var videoList: String { "video.list" }
        /// Publish videos in your name.
        public static var videoPublish: String { "video.publish" }
        /// Upload videos as drafts.
        public static var videoUpload: String { "video.upload" }
    }
    /// Of Todoist.
    public enum Todoist {
        /// See your backups.
        public static var backupsRead: String { "backups:read" }
        /// Delete tasks and projects.
        public static var dataDelete: String { "data:delete" }
        /// See your tasks and projects.
        public static var dataRead: String { "data:read" }
        /// See and change your tasks and projects.
        public static var dataReadWrite: String { "data:read_write" }
        /// Manage your apps.
        public static var devAppConsole: String { "dev:app_console" }
        /// Delete projects.
        public static var projectDelete: String { "project:delete" }
        /// Add tasks.
        public static var taskAdd: String { "task:add" }
    }
    /// Of Trello.
    public enum Trello {
        /// See your e-mail address, and mark notifications as read.
        public static var account: String { "account" }
        /// See your boards and workspaces.
        public static var read: String { "read" }
        /// Change your boards and workspaces.
        public static var write: String { "write" }
    }
    /// Of Tremendous.
    public enum Tremendous {
        /// The scope `default`.
        public static var `default`: String { "default" }
        /// The scope `fraud_prevention`.
        public static var fraudPrevention: String { "fraud_prevention" }
        /// The scope `team_management`.
        public static var teamManagement: String { "team_management" }
    }
    /// Of Trovo.
    public enum Trovo {
        /// See your e-mail address and profile.
        public static var userDetailsSelf: String { "user_details_self" }
    }
    /// Of Tumblr.
    public enum Tumblr {
        /// The scope `basic`.
        public static var basic: String { "basic" }
        /// The scope `offline_access`.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `write`.
        public static var write: String { "write" }
    }
    /// Of Twitch.
    public enum Twitch {
        /// See analytics of your extensions.
        public static var analyticsReadExtensions: String { "analytics:read:extensions" }
        /// See analytics of your games.
        public static var analyticsReadGames: String { "analytics:read:games" }
        /// See Bits of your channel.
        public static var bitsRead: String { "bits:read" }
        /// Let the app's bot into your chat.
        public static var channelBot: String { "channel:bot" }
        /// The scope `channel:edit:commercial`.
        public static var channelEditCommercial: String { "channel:edit:commercial" }
        /// Manage ads of your channel.
        public static var channelManageAds: String { "channel:manage:ads" }
        /// Manage the stream's settings of your channel.
        public static var channelManageBroadcast: String { "channel:manage:broadcast" }
        /// Manage clips of your channel.
        public static var channelManageClips: String { "channel:manage:clips" }
        /// Manage extensions of your channel.
        public static var channelManageExtensions: String { "channel:manage:extensions" }
        /// Manage guests of your channel.
        public static var channelManageGuestStar: String { "channel:manage:guest_star" }
        /// Manage moderators of your channel.
        public static var channelManageModerators: String { "channel:manage:moderators" }
        /// Manage polls of your channel.
        public static var channelManagePolls: String { "channel:manage:polls" }
        /// Manage predictions of your channel.
        public static var channelManagePredictions: String { "channel:manage:predictions" }
        /// Manage raids of your channel.
        public static var channelManageRaids: String { "channel:manage:raids" }
        /// Manage channel points rewards of your channel.
        public static var channelManageRedemptions: String { "channel:manage:redemptions" }
        /// Manage the schedule of your channel.
        public static var channelManageSchedule: String { "channel:manage:schedule" }
        /// Manage videos of your channel.
        public static var channelManageVideos: String { "channel:manage:videos" }
        /// Manage VIPs of your channel.
        public static var channelManageVips: String { "channel:manage:vips" }
        /// Moderate your channel.
        public static var channelModerate: String { "channel:moderate" }
        /// See ads of your channel.
        public static var channelReadAds: String { "channel:read:ads" }
        /// See charity campaigns of your channel.
        public static var channelReadCharity: String { "channel:read:charity" }
        /// See editors of your channel.
        public static var channelReadEditors: String { "channel:read:editors" }
        /// See goals of your channel.
        public static var channelReadGoals: String { "channel:read:goals" }
        /// See guests of your channel.
        public static var channelReadGuestStar: String { "channel:read:guest_star" }
        /// See Hype Trains of your channel.
        public static var channelReadHypeTrain: String { "channel:read:hype_train" }
        /// See polls of your channel.
        public static var channelReadPolls: String { "channel:read:polls" }
        /// See predictions of your channel.
        public static var channelReadPredictions: String { "channel:read:predictions" }
        /// See channel points rewards of your channel.
        public static var channelReadRedemptions: String { "channel:read:redemptions" }
        /// See your stream key.
        public static var channelReadStreamKey: String { "channel:read:stream_key" }
        /// See subscribers of your channel.
        public static var channelReadSubscriptions: String { "channel:read:subscriptions" }
        /// See VIPs of your channel.
        public static var channelReadVips: String { "channel:read:vips" }
        /// The scope `channel_check_subscription`.
        public static var channelCheckSubscription: String { "channel_check_subscription" }
        /// The scope `channel_commercial`.
        public static var channelCommercial: String { "channel_commercial" }
        /// The scope `channel_editor`.
        public static var channelEditor: String { "channel_editor" }
        /// The scope `channel_read`.
        public static var channelRead: String { "channel_read" }
        /// The scope `channel_stream`.
        public static var channelStream: String { "channel_stream" }
        /// The scope `channel_subscriptions`.
        public static var channelSubscriptions: String { "channel_subscriptions" }
        /// Write in chats in your name.
        public static var chatEdit: String { "chat:edit" }
        /// Read chats.
        public static var chatRead: String { "chat:read" }
        /// The scope `chat_login`.
        public static var chatLogin: String { "chat_login" }
        /// Make clips in your name.
        public static var clipsEdit: String { "clips:edit" }
        /// The scope `editor:manage:clips`.
        public static var editorManageClips: String { "editor:manage:clips" }
        /// See moderation of your channel.
        public static var moderationRead: String { "moderation:read" }
        /// Manage announcements where you moderate.
        public static var moderatorManageAnnouncements: String { "moderator:manage:announcements" }
        /// Manage messages that AutoMod holds where you moderate.
        public static var moderatorManageAutomod: String { "moderator:manage:automod" }
        /// Manage settings of AutoMod where you moderate.
        public static var moderatorManageAutomodSettings: String { "moderator:manage:automod_settings" }
        /// Manage who is banned where you moderate.
        public static var moderatorManageBannedUsers: String { "moderator:manage:banned_users" }
        /// Manage blocked words where you moderate.
        public static var moderatorManageBlockedTerms: String { "moderator:manage:blocked_terms" }
        /// Manage chat messages where you moderate.
        public static var moderatorManageChatMessages: String { "moderator:manage:chat_messages" }
        /// Manage settings of the chat where you moderate.
        public static var moderatorManageChatSettings: String { "moderator:manage:chat_settings" }
        /// Manage guests where you moderate.
        public static var moderatorManageGuestStar: String { "moderator:manage:guest_star" }
        /// Manage Shield Mode where you moderate.
        public static var moderatorManageShieldMode: String { "moderator:manage:shield_mode" }
        /// Manage shoutouts where you moderate.
        public static var moderatorManageShoutouts: String { "moderator:manage:shoutouts" }
        /// The scope `moderator:manage:suspicious_users`.
        public static var moderatorManageSuspiciousUsers: String { "moderator:manage:suspicious_users" }
        /// Manage requests to be unbanned where you moderate.
        public static var moderatorManageUnbanRequests: String { "moderator:manage:unban_requests" }
        /// Manage warnings where you moderate.
        public static var moderatorManageWarnings: String { "moderator:manage:warnings" }
        /// See settings of AutoMod where you moderate.
        public static var moderatorReadAutomodSettings: String { "moderator:read:automod_settings" }
        /// See who is banned where you moderate.
        public static var moderatorReadBannedUsers: String { "moderator:read:banned_users" }
        /// See blocked words where you moderate.
        public static var moderatorReadBlockedTerms: String { "moderator:read:blocked_terms" }
        /// See chat messages where you moderate.
        public static var moderatorReadChatMessages: String { "moderator:read:chat_messages" }
        /// See settings of the chat where you moderate.
        public static var moderatorReadChatSettings: String { "moderator:read:chat_settings" }
        /// See who is in the chat where you moderate.
        public static var moderatorReadChatters: String { "moderator:read:chatters" }
        /// See followers where you moderate.
        public static var moderatorReadFollowers: String { "moderator:read:followers" }
        /// See guests where you moderate.
        public static var moderatorReadGuestStar: String { "moderator:read:guest_star" }
        /// See moderators where you moderate.
        public static var moderatorReadModerators: String { "moderator:read:moderators" }
        /// See Shield Mode where you moderate.
        public static var moderatorReadShieldMode: String { "moderator:read:shield_mode" }
        /// See shoutouts where you moderate.
        public static var moderatorReadShoutouts: String { "moderator:read:shoutouts" }
        /// The scope `moderator:read:suspicious_users`.
        public static var moderatorReadSuspiciousUsers: String { "moderator:read:suspicious_users" }
        /// See requests to be unbanned where you moderate.
        public static var moderatorReadUnbanRequests: String { "moderator:read:unban_requests" }
        /// See VIPs where you moderate.
        public static var moderatorReadVips: String { "moderator:read:vips" }
        /// See warnings where you moderate.
        public static var moderatorReadWarnings: String { "moderator:read:warnings" }
        /// The scope `user:bot`.
        public static var userBot: String { "user:bot" }
        /// The scope `user:edit`.
        public static var userEdit: String { "user:edit" }
        /// The scope `user:edit:broadcast`.
        public static var userEditBroadcast: String { "user:edit:broadcast" }
        /// The scope `user:manage:blocked_users`.
        public static var userManageBlockedUsers: String { "user:manage:blocked_users" }
        /// The scope `user:manage:chat_color`.
        public static var userManageChatColor: String { "user:manage:chat_color" }
        /// The scope `user:manage:whispers`.
        public static var userManageWhispers: String { "user:manage:whispers" }
        /// The scope `user:read:blocked_users`.
        public static var userReadBlockedUsers: String { "user:read:blocked_users" }
        /// The scope `user:read:broadcast`.
        public static var userReadBroadcast: String { "user:read:broadcast" }
        /// The scope `user:read:chat`.
        public static var userReadChat: String { "user:read:chat" }
        /// See your e-mail address.
        public static var userReadEmail: String { "user:read:email" }
        /// The scope `user:read:emotes`.
        public static var userReadEmotes: String { "user:read:emotes" }
        /// The scope `user:read:follows`.
        public static var userReadFollows: String { "user:read:follows" }
        /// The scope `user:read:moderated_channels`.
        public static var userReadModeratedChannels: String { "user:read:moderated_channels" }
        /// The scope `user:read:subscriptions`.
        public static var userReadSubscriptions: String { "user:read:subscriptions" }
        /// The scope `user:read:whispers`.
        public static var userReadWhispers: String { "user:read:whispers" }
        /// The scope `user:write:chat`.
        public static var userWriteChat: String { "user:write:chat" }
        /// The scope `user_blocks_edit`.
        public static var userBlocksEdit: String { "user_blocks_edit" }
        /// The scope `user_blocks_read`.
        public static var userBlocksRead: String { "user_blocks_read" }
        /// The scope `user_follows_edit`.
        public static var userFollowsEdit: String { "user_follows_edit" }
        /// The scope `user_read`.
        public static var userRead: String { "user_read" }
        /// The scope `user_subscriptions`.
        public static var userSubscriptions: String { "user_subscriptions" }
        /// The scope `whispers:read`.
        public static var whispersRead: String { "whispers:read" }
    }
    /// Of X (Twitter).
    public enum Twitter {
        /// See whom you block.
        public static var blockRead: String { "block.read" }
        /// Change whom you block.
        public static var blockWrite: String { "block.write" }
        /// See your bookmarks.
        public static var bookmarkRead: String { "bookmark.read" }
        /// Change your bookmarks.
        public static var bookmarkWrite: String { "bookmark.write" }
        /// See your direct messages.
        public static var dmRead: String { "dm.read" }
        /// Send direct messages in your name.
        public static var dmWrite: String { "dm.write" }
        /// See whom you follow.
        public static var followsRead: String { "follows.read" }
        /// Change whom you follow.
        public static var followsWrite: String { "follows.write" }
        /// See what you like.
        public static var likeRead: String { "like.read" }
        /// Like in your name.
        public static var likeWrite: String { "like.write" }
        /// See your lists.
        public static var listRead: String { "list.read" }
        /// Change your lists.
        public static var listWrite: String { "list.write" }
        /// Upload pictures and videos.
        public static var mediaWrite: String { "media.write" }
        /// See whom you mute.
        public static var muteRead: String { "mute.read" }
        /// Change whom you mute.
        public static var muteWrite: String { "mute.write" }
        /// Stay connected when you are not there.
        public static var offlineAccess: String { "offline.access" }
        /// See Spaces.
        public static var spaceRead: String { "space.read" }
        /// Hide and show replies to your posts.
        public static var tweetModerateWrite: String { "tweet.moderate.write" }
        /// See posts that you can see.
        public static var tweetRead: String { "tweet.read" }
        /// Post in your name.
        public static var tweetWrite: String { "tweet.write" }
        /// See your e-mail address.
        public static var usersEmail: String { "users.email" }
        /// See profiles that you can see.
        public static var usersRead: String { "users.read" }
    }
    /// Of Typeform.
    public enum Typeform {
        /// See your account.
        public static var accountsRead: String { "accounts:read" }
        /// See forms.
        public static var formsRead: String { "forms:read" }
        /// Create, change and delete forms.
        public static var formsWrite: String { "forms:write" }
        /// See pictures.
        public static var imagesRead: String { "images:read" }
        /// Create, change and delete pictures.
        public static var imagesWrite: String { "images:write" }
        /// Stay connected when you are not there.
        public static var offline: String { "offline" }
        /// See responses.
        public static var responsesRead: String { "responses:read" }
        /// Create, change and delete responses.
        public static var responsesWrite: String { "responses:write" }
        /// See themes.
        public static var themesRead: String { "themes:read" }
        /// Create, change and delete themes.
        public static var themesWrite: String { "themes:write" }
        /// See webhooks.
        public static var webhooksRead: String { "webhooks:read" }
        /// Create, change and delete webhooks.
        public static var webhooksWrite: String { "webhooks:write" }
        /// See workspaces.
        public static var workspacesRead: String { "workspaces:read" }
        /// Create, change and delete workspaces.
        public static var workspacesWrite: String { "workspaces:write" }
    }
    /// Of Uber.
    public enum Uber {
        /// The scope `all_trips`.
        public static var allTrips: String { "all_trips" }
        /// The scope `history`.
        public static var history: String { "history" }
        /// The scope `history_lite`.
        public static var historyLite: String { "history_lite" }
        /// The scope `offline_access`.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `places`.
        public static var places: String { "places" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
        /// The scope `request`.
        public static var request: String { "request" }
        /// The scope `request_receipt`.
        public static var requestReceipt: String { "request_receipt" }
    }
    /// Of Unsplash.
    public enum Unsplash {
        /// The scope `public`.
        public static var `public`: String { "public" }
    }
    /// Of VideoAsk.
    public enum Videoask {
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `offline_access`.
        public static var offlineAccess: String { "offline_access" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Vimeo.
    public enum Vimeo {
        /// The scope `create`.
        public static var create: String { "create" }
        /// The scope `delete`.
        public static var delete: String { "delete" }
        /// The scope `edit`.
        public static var edit: String { "edit" }
        /// The scope `interact`.
        public static var interact: String { "interact" }
        /// The scope `private`.
        public static var `private`: String { "private" }
        /// The scope `promo_codes`.
        public static var promoCodes: String { "promo_codes" }
        /// The scope `public`.
        public static var `public`: String { "public" }
        /// The scope `purchased`.
        public static var purchased: String { "purchased" }
        /// The scope `stats`.
        public static var stats: String { "stats" }
        /// The scope `upload`.
        public static var upload: String { "upload" }
        /// The scope `video_files`.
        public static var videoFiles: String { "video_files" }
    }
    /// Of Wakatime.
    public enum Wakatime {
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `read_goals`.
        public static var readGoals: String { "read_goals" }
        /// The scope `read_heartbeats`.
        public static var readHeartbeats: String { "read_heartbeats" }
        /// The scope `read_orgs`.
        public static var readOrgs: String { "read_orgs" }
        /// The scope `read_private_leaderboards`.
        public static var readPrivateLeaderboards: String { "read_private_leaderboards" }
        /// The scope `read_stats`.
        public static var readStats: String { "read_stats" }
        /// The scope `read_stats.best_day`.
        public static var readStatsBestDay: String { "read_stats.best_day" }
        /// The scope `read_stats.categories`.
        public static var readStatsCategories: String { "read_stats.categories" }
        /// The scope `read_stats.dependencies`.
        public static var readStatsDependencies: String { "read_stats.dependencies" }
        /// The scope `read_stats.editors`.
        public static var readStatsEditors: String { "read_stats.editors" }
        /// The scope `read_stats.languages`.
        public static var readStatsLanguages: String { "read_stats.languages" }
        /// The scope `read_stats.machines`.
        public static var readStatsMachines: String { "read_stats.machines" }
        /// The scope `read_stats.operating_systems`.
        public static var readStatsOperatingSystems: String { "read_stats.operating_systems" }
        /// The scope `read_stats.projects`.
        public static var readStatsProjects: String { "read_stats.projects" }
        /// The scope `read_summaries`.
        public static var readSummaries: String { "read_summaries" }
        /// The scope `read_summaries.categories`.
        public static var readSummariesCategories: String { "read_summaries.categories" }
        /// The scope `read_summaries.dependencies`.
        public static var readSummariesDependencies: String { "read_summaries.dependencies" }
        /// The scope `read_summaries.editors`.
        public static var readSummariesEditors: String { "read_summaries.editors" }
        /// The scope `read_summaries.languages`.
        public static var readSummariesLanguages: String { "read_summaries.languages" }
        /// The scope `read_summaries.machines`.
        public static var readSummariesMachines: String { "read_summaries.machines" }
        /// The scope `read_summaries.operating_systems`.
        public static var readSummariesOperatingSystems: String { "read_summaries.operating_systems" }
        /// The scope `read_summaries.projects`.
        public static var readSummariesProjects: String { "read_summaries.projects" }
        /// The scope `write_heartbeats`.
        public static var writeHeartbeats: String { "write_heartbeats" }
        /// The scope `write_orgs`.
        public static var writeOrgs: String { "write_orgs" }
        /// The scope `write_private_leaderboards`.
        public static var writePrivateLeaderboards: String { "write_private_leaderboards" }
    }
    /// Of Wave Accounting.
    public enum WaveAccounting {
        /// The scope `account:*`.
        public static var account: String { "account:*" }
        /// The scope `account:read`.
        public static var accountRead: String { "account:read" }
        /// The scope `account:write`.
        public static var accountWrite: String { "account:write" }
        /// The scope `business:*`.
        public static var business: String { "business:*" }
        /// The scope `business:read`.
        public static var businessRead: String { "business:read" }
        /// The scope `business:write`.
        public static var businessWrite: String { "business:write" }
        /// The scope `customer:*`.
        public static var customer: String { "customer:*" }
        /// The scope `customer:read`.
        public static var customerRead: String { "customer:read" }
        /// The scope `customer:write`.
        public static var customerWrite: String { "customer:write" }
        /// The scope `estimate:*`.
        public static var estimate: String { "estimate:*" }
        /// The scope `estimate:read`.
        public static var estimateRead: String { "estimate:read" }
        /// The scope `estimate:send`.
        public static var estimateSend: String { "estimate:send" }
        /// The scope `estimate:write`.
        public static var estimateWrite: String { "estimate:write" }
        /// The scope `invoice:*`.
        public static var invoice: String { "invoice:*" }
        /// The scope `invoice:read`.
        public static var invoiceRead: String { "invoice:read" }
        /// The scope `invoice:send`.
        public static var invoiceSend: String { "invoice:send" }
        /// The scope `invoice:write`.
        public static var invoiceWrite: String { "invoice:write" }
        /// The scope `product:*`.
        public static var product: String { "product:*" }
        /// The scope `product:read`.
        public static var productRead: String { "product:read" }
        /// The scope `product:write`.
        public static var productWrite: String { "product:write" }
        /// The scope `sales_tax:*`.
        public static var salesTax: String { "sales_tax:*" }
        /// The scope `sales_tax:read`.
        public static var salesTaxRead: String { "sales_tax:read" }
        /// The scope `sales_tax:write`.
        public static var salesTaxWrite: String { "sales_tax:write" }
        /// The scope `transaction:*`.
        public static var transaction: String { "transaction:*" }
        /// The scope `transaction:write`.
        public static var transactionWrite: String { "transaction:write" }
        /// The scope `user:*`.
        public static var user: String { "user:*" }
        /// The scope `user:read`.
        public static var userRead: String { "user:read" }
        /// The scope `vendor:*`.
        public static var vendor: String { "vendor:*" }
        /// The scope `vendor:read`.
        public static var vendorRead: String { "vendor:read" }
        /// The scope `vendor:write`.
        public static var vendorWrite: String { "vendor:write" }
    }
    /// Of Wealthbox.
    public enum Wealthbox {
        /// The scope `data`.
        public static var data: String { "data" }
        /// The scope `login`.
        public static var login: String { "login" }
    }
    /// Of Webex.
    public enum Webex {
        /// The scope `Identity:Config`.
        public static var identityConfig: String { "Identity:Config" }
        /// The scope `Identity:Organization`.
        public static var identityOrganization: String { "Identity:Organization" }
        /// The scope `application:webhooks_read`.
        public static var applicationWebhooksRead: String { "application:webhooks_read" }
        /// The scope `application:webhooks_write`.
        public static var applicationWebhooksWrite: String { "application:webhooks_write" }
        /// The scope `audit:events_read`.
        public static var auditEventsRead: String { "audit:events_read" }
        /// The scope `cjds:admin_org_read`.
        public static var cjdsAdminOrgRead: String { "cjds:admin_org_read" }
        /// The scope `cjds:admin_org_write`.
        public static var cjdsAdminOrgWrite: String { "cjds:admin_org_write" }
        /// The scope `cjp:config`.
        public static var cjpConfig: String { "cjp:config" }
        /// The scope `cjp:config_read`.
        public static var cjpConfigRead: String { "cjp:config_read" }
        /// The scope `cjp:config_write`.
        public static var cjpConfigWrite: String { "cjp:config_write" }
        /// The scope `cjp:task_read`.
        public static var cjpTaskRead: String { "cjp:task_read" }
        /// The scope `cjp:task_write`.
        public static var cjpTaskWrite: String { "cjp:task_write" }
        /// The scope `cjp:user`.
        public static var cjpUser: String { "cjp:user" }
        /// The scope `cloud-contact-center:pod_conv`.
        public static var cloudContactCenterPodConv: String { "cloud-contact-center:pod_conv" }
        /// The scope `guest-issuer:read`.
        public static var guestIssuerRead: String { "guest-issuer:read" }
        /// The scope `guest-issuer:write`.
        public static var guestIssuerWrite: String { "guest-issuer:write" }
        /// The scope `guest-meeting:rw`.
        public static var guestMeetingRw: String { "guest-meeting:rw" }
        /// The scope `identity:contacts_read`.
        public static var identityContactsRead: String { "identity:contacts_read" }
        /// The scope `identity:contacts_rw`.
        public static var identityContactsRw: String { "identity:contacts_rw" }
        /// The scope `identity:groups_read`.
        public static var identityGroupsRead: String { "identity:groups_read" }
        /// The scope `identity:groups_rw`.
        public static var identityGroupsRw: String { "identity:groups_rw" }
        /// The scope `identity:one_time_password`.
        public static var identityOneTimePassword: String { "identity:one_time_password" }
        /// The scope `identity:organizations_read`.
        public static var identityOrganizationsRead: String { "identity:organizations_read" }
        /// The scope `identity:organizations_rw`.
        public static var identityOrganizationsRw: String { "identity:organizations_rw" }
        /// The scope `identity:placeonetimepassword_create`.
        public static var identityPlaceonetimepasswordCreate: String { "identity:placeonetimepassword_create" }
        /// The scope `identity:tokens_read`.
        public static var identityTokensRead: String { "identity:tokens_read" }
        /// The scope `identity:tokens_write`.
        public static var identityTokensWrite: String { "identity:tokens_write" }
        /// The scope `meeting:admin_config_read`.
        public static var meetingAdminConfigRead: String { "meeting:admin_config_read" }
        /// The scope `meeting:admin_config_write`.
        public static var meetingAdminConfigWrite: String { "meeting:admin_config_write" }
        /// The scope `meeting:admin_participants_read`.
        public static var meetingAdminParticipantsRead: String { "meeting:admin_participants_read" }
        /// The scope `meeting:admin_preferences_read`.
        public static var meetingAdminPreferencesRead: String { "meeting:admin_preferences_read" }
        /// The scope `meeting:admin_preferences_write`.
        public static var meetingAdminPreferencesWrite: String { "meeting:admin_preferences_write" }
        /// The scope `meeting:admin_recordings_read`.
        public static var meetingAdminRecordingsRead: String { "meeting:admin_recordings_read" }
        /// The scope `meeting:admin_recordings_write`.
        public static var meetingAdminRecordingsWrite: String { "meeting:admin_recordings_write" }
        /// The scope `meeting:admin_schedule_read`.
        public static var meetingAdminScheduleRead: String { "meeting:admin_schedule_read" }
        /// The scope `meeting:admin_schedule_write`.
        public static var meetingAdminScheduleWrite: String { "meeting:admin_schedule_write" }
        /// The scope `meeting:admin_transcripts_read`.
        public static var meetingAdminTranscriptsRead: String { "meeting:admin_transcripts_read" }
        /// The scope `meeting:controls_read`.
        public static var meetingControlsRead: String { "meeting:controls_read" }
        /// The scope `meeting:controls_write`.
        public static var meetingControlsWrite: String { "meeting:controls_write" }
        /// The scope `meeting:group_meeting_read`.
        public static var meetingGroupMeetingRead: String { "meeting:group_meeting_read" }
        /// The scope `meeting:group_meeting_write`.
        public static var meetingGroupMeetingWrite: String { "meeting:group_meeting_write" }
        /// The scope `meeting:group_recording_read`.
        public static var meetingGroupRecordingRead: String { "meeting:group_recording_read" }
        /// See who is in your meetings.
        public static var meetingParticipantsRead: String { "meeting:participants_read" }
        /// Admit and remove people.
        public static var meetingParticipantsWrite: String { "meeting:participants_write" }
        /// See your meeting preferences.
        public static var meetingPreferencesRead: String { "meeting:preferences_read" }
        /// Change your meeting preferences.
        public static var meetingPreferencesWrite: String { "meeting:preferences_write" }
        /// See recordings of your meetings.
        public static var meetingRecordingsRead: String { "meeting:recordings_read" }
        /// Delete recordings of your meetings.
        public static var meetingRecordingsWrite: String { "meeting:recordings_write" }
        /// See your meetings.
        public static var meetingSchedulesRead: String { "meeting:schedules_read" }
        /// Create and change your meetings.
        public static var meetingSchedulesWrite: String { "meeting:schedules_write" }
        /// Read summaries of your meetings.
        public static var meetingSummariesRead: String { "meeting:summaries_read" }
        /// The scope `meeting:summaries_write`.
        public static var meetingSummariesWrite: String { "meeting:summaries_write" }
        /// Read transcripts of your meetings.
        public static var meetingTranscriptsRead: String { "meeting:transcripts_read" }
        /// The scope `spark-admin:broadworks_enterprises_read`.
        public static var sparkAdminBroadworksEnterprisesRead: String { "spark-admin:broadworks_enterprises_read" }
        /// The scope `spark-admin:broadworks_enterprises_write`.
        public static var sparkAdminBroadworksEnterprisesWrite: String { "spark-admin:broadworks_enterprises_write" }
        /// The scope `spark-admin:broadworks_subscribers_read`.
        public static var sparkAdminBroadworksSubscribersRead: String { "spark-admin:broadworks_subscribers_read" }
        /// The scope `spark-admin:broadworks_subscribers_write`.
        public static var sparkAdminBroadworksSubscribersWrite: String { "spark-admin:broadworks_subscribers_write" }
        /// The scope `spark-admin:call_qualities_read`.
        public static var sparkAdminCallQualitiesRead: String { "spark-admin:call_qualities_read" }
        /// The scope `spark-admin:calling_cdr_read`.
        public static var sparkAdminCallingCdrRead: String { "spark-admin:calling_cdr_read" }
        /// The scope `spark-admin:calls_read`.
        public static var sparkAdminCallsRead: String { "spark-admin:calls_read" }
        /// The scope `spark-admin:calls_write`.
        public static var sparkAdminCallsWrite: String { "spark-admin:calls_write" }
        /// The scope `spark-admin:datasource_read`.
        public static var sparkAdminDatasourceRead: String { "spark-admin:datasource_read" }
        /// The scope `spark-admin:datasource_write`.
        public static var sparkAdminDatasourceWrite: String { "spark-admin:datasource_write" }
        /// The scope `spark-admin:devices_read`.
        public static var sparkAdminDevicesRead: String { "spark-admin:devices_read" }
        /// The scope `spark-admin:devices_write`.
        public static var sparkAdminDevicesWrite: String { "spark-admin:devices_write" }
        /// The scope `spark-admin:hybrid_clusters_read`.
        public static var sparkAdminHybridClustersRead: String { "spark-admin:hybrid_clusters_read" }
        /// The scope `spark-admin:hybrid_connectors_read`.
        public static var sparkAdminHybridConnectorsRead: String { "spark-admin:hybrid_connectors_read" }
        /// The scope `spark-admin:licenses_read`.
        public static var sparkAdminLicensesRead: String { "spark-admin:licenses_read" }
        /// The scope `spark-admin:locations_read`.
        public static var sparkAdminLocationsRead: String { "spark-admin:locations_read" }
        /// The scope `spark-admin:locations_write`.
        public static var sparkAdminLocationsWrite: String { "spark-admin:locations_write" }
        /// The scope `spark-admin:metrics_read`.
        public static var sparkAdminMetricsRead: String { "spark-admin:metrics_read" }
        /// The scope `spark-admin:organizations_read`.
        public static var sparkAdminOrganizationsRead: String { "spark-admin:organizations_read" }
        /// The scope `spark-admin:people_read`.
        public static var sparkAdminPeopleRead: String { "spark-admin:people_read" }
        /// The scope `spark-admin:people_write`.
        public static var sparkAdminPeopleWrite: String { "spark-admin:people_write" }
        /// The scope `spark-admin:places_read`.
        public static var sparkAdminPlacesRead: String { "spark-admin:places_read" }
        /// The scope `spark-admin:places_write`.
        public static var sparkAdminPlacesWrite: String { "spark-admin:places_write" }
        /// The scope `spark-admin:recordings_read`.
        public static var sparkAdminRecordingsRead: String { "spark-admin:recordings_read" }
        /// The scope `spark-admin:recordings_write`.
        public static var sparkAdminRecordingsWrite: String { "spark-admin:recordings_write" }
        /// The scope `spark-admin:reports_read`.
        public static var sparkAdminReportsRead: String { "spark-admin:reports_read" }
        /// The scope `spark-admin:reports_write`.
        public static var sparkAdminReportsWrite: String { "spark-admin:reports_write" }
        /// The scope `spark-admin:resource_group_memberships_read`.
        public static var sparkAdminResourceGroupMembershipsRead: String { "spark-admin:resource_group_memberships_read" }
        /// The scope `spark-admin:resource_group_memberships_write`.
        public static var sparkAdminResourceGroupMembershipsWrite: String { "spark-admin:resource_group_memberships_write" }
        /// The scope `spark-admin:resource_groups_read`.
        public static var sparkAdminResourceGroupsRead: String { "spark-admin:resource_groups_read" }
        /// The scope `spark-admin:roles_read`.
        public static var sparkAdminRolesRead: String { "spark-admin:roles_read" }
        /// The scope `spark-admin:telephony_config_read`.
        public static var sparkAdminTelephonyConfigRead: String { "spark-admin:telephony_config_read" }
        /// The scope `spark-admin:telephony_config_write`.
        public static var sparkAdminTelephonyConfigWrite: String { "spark-admin:telephony_config_write" }
        /// The scope `spark-admin:telephony_pstn_read`.
        public static var sparkAdminTelephonyPstnRead: String { "spark-admin:telephony_pstn_read" }
        /// The scope `spark-admin:telephony_pstn_write`.
        public static var sparkAdminTelephonyPstnWrite: String { "spark-admin:telephony_pstn_write" }
        /// The scope `spark-admin:wholesale_billing_reports_read`.
        public static var sparkAdminWholesaleBillingReportsRead: String { "spark-admin:wholesale_billing_reports_read" }
        /// The scope `spark-admin:wholesale_billing_reports_write`.
        public static var sparkAdminWholesaleBillingReportsWrite: String { "spark-admin:wholesale_billing_reports_write" }
        /// The scope `spark-admin:wholesale_customers_read`.
        public static var sparkAdminWholesaleCustomersRead: String { "spark-admin:wholesale_customers_read" }
        /// The scope `spark-admin:wholesale_customers_write`.
        public static var sparkAdminWholesaleCustomersWrite: String { "spark-admin:wholesale_customers_write" }
        /// The scope `spark-admin:wholesale_sub_partners_read`.
        public static var sparkAdminWholesaleSubPartnersRead: String { "spark-admin:wholesale_sub_partners_read" }
        /// The scope `spark-admin:wholesale_sub_partners_write`.
        public static var sparkAdminWholesaleSubPartnersWrite: String { "spark-admin:wholesale_sub_partners_write" }
        /// The scope `spark-admin:wholesale_subscribers_read`.
        public static var sparkAdminWholesaleSubscribersRead: String { "spark-admin:wholesale_subscribers_read" }
        /// The scope `spark-admin:wholesale_subscribers_write`.
        public static var sparkAdminWholesaleSubscribersWrite: String { "spark-admin:wholesale_subscribers_write" }
        /// The scope `spark-admin:wholesale_workspace_write`.
        public static var sparkAdminWholesaleWorkspaceWrite: String { "spark-admin:wholesale_workspace_write" }
        /// The scope `spark-admin:workspace_locations_read`.
        public static var sparkAdminWorkspaceLocationsRead: String { "spark-admin:workspace_locations_read" }
        /// The scope `spark-admin:workspace_locations_write`.
        public static var sparkAdminWorkspaceLocationsWrite: String { "spark-admin:workspace_locations_write" }
        /// The scope `spark-admin:workspace_metrics_read`.
        public static var sparkAdminWorkspaceMetricsRead: String { "spark-admin:workspace_metrics_read" }
        /// The scope `spark-admin:workspaces_read`.
        public static var sparkAdminWorkspacesRead: String { "spark-admin:workspaces_read" }
        /// The scope `spark-compliance:events_read`.
        public static var sparkComplianceEventsRead: String { "spark-compliance:events_read" }
        /// The scope `spark-compliance:meetings_read`.
        public static var sparkComplianceMeetingsRead: String { "spark-compliance:meetings_read" }
        /// The scope `spark-compliance:meetings_write`.
        public static var sparkComplianceMeetingsWrite: String { "spark-compliance:meetings_write" }
        /// The scope `spark-compliance:memberships_read`.
        public static var sparkComplianceMembershipsRead: String { "spark-compliance:memberships_read" }
        /// The scope `spark-compliance:memberships_write`.
        public static var sparkComplianceMembershipsWrite: String { "spark-compliance:memberships_write" }
        /// The scope `spark-compliance:messages_read`.
        public static var sparkComplianceMessagesRead: String { "spark-compliance:messages_read" }
        /// The scope `spark-compliance:messages_write`.
        public static var sparkComplianceMessagesWrite: String { "spark-compliance:messages_write" }
        /// The scope `spark-compliance:recordings_read`.
        public static var sparkComplianceRecordingsRead: String { "spark-compliance:recordings_read" }
        /// The scope `spark-compliance:recordings_write`.
        public static var sparkComplianceRecordingsWrite: String { "spark-compliance:recordings_write" }
        /// The scope `spark-compliance:rooms_read`.
        public static var sparkComplianceRoomsRead: String { "spark-compliance:rooms_read" }
        /// The scope `spark-compliance:rooms_write`.
        public static var sparkComplianceRoomsWrite: String { "spark-compliance:rooms_write" }
        /// The scope `spark-compliance:team_memberships_read`.
        public static var sparkComplianceTeamMembershipsRead: String { "spark-compliance:team_memberships_read" }
        /// The scope `spark-compliance:team_memberships_write`.
        public static var sparkComplianceTeamMembershipsWrite: String { "spark-compliance:team_memberships_write" }
        /// The scope `spark-compliance:teams_read`.
        public static var sparkComplianceTeamsRead: String { "spark-compliance:teams_read" }
        /// The scope `spark-compliance:webhooks_read`.
        public static var sparkComplianceWebhooksRead: String { "spark-compliance:webhooks_read" }
        /// The scope `spark-compliance:webhooks_write`.
        public static var sparkComplianceWebhooksWrite: String { "spark-compliance:webhooks_write" }
        /// Use Webex as you.
        public static var sparkAll: String { "spark:all" }
        /// The scope `spark:applications_token`.
        public static var sparkApplicationsToken: String { "spark:applications_token" }
        /// The scope `spark:calls_read`.
        public static var sparkCallsRead: String { "spark:calls_read" }
        /// The scope `spark:calls_write`.
        public static var sparkCallsWrite: String { "spark:calls_write" }
        /// The scope `spark:devices_read`.
        public static var sparkDevicesRead: String { "spark:devices_read" }
        /// The scope `spark:devices_write`.
        public static var sparkDevicesWrite: String { "spark:devices_write" }
        /// The scope `spark:kms`.
        public static var sparkKms: String { "spark:kms" }
        /// The scope `spark:mcp`.
        public static var sparkMcp: String { "spark:mcp" }
        /// See who is in your spaces.
        public static var sparkMembershipsRead: String { "spark:memberships_read" }
        /// Add people to your spaces.
        public static var sparkMembershipsWrite: String { "spark:memberships_write" }
        /// Read your messages.
        public static var sparkMessagesRead: String { "spark:messages_read" }
        /// Write messages in your name.
        public static var sparkMessagesWrite: String { "spark:messages_write" }
        /// The scope `spark:organizations_read`.
        public static var sparkOrganizationsRead: String { "spark:organizations_read" }
        /// See people of your organisation.
        public static var sparkPeopleRead: String { "spark:people_read" }
        /// The scope `spark:places_read`.
        public static var sparkPlacesRead: String { "spark:places_read" }
        /// The scope `spark:places_write`.
        public static var sparkPlacesWrite: String { "spark:places_write" }
        /// The scope `spark:recordings_read`.
        public static var sparkRecordingsRead: String { "spark:recordings_read" }
        /// The scope `spark:recordings_write`.
        public static var sparkRecordingsWrite: String { "spark:recordings_write" }
        /// See your spaces.
        public static var sparkRoomsRead: String { "spark:rooms_read" }
        /// Create and change your spaces.
        public static var sparkRoomsWrite: String { "spark:rooms_write" }
        /// The scope `spark:team_memberships_read`.
        public static var sparkTeamMembershipsRead: String { "spark:team_memberships_read" }
        /// The scope `spark:team_memberships_write`.
        public static var sparkTeamMembershipsWrite: String { "spark:team_memberships_write" }
        /// The scope `spark:teams_read`.
        public static var sparkTeamsRead: String { "spark:teams_read" }
        /// The scope `spark:teams_write`.
        public static var sparkTeamsWrite: String { "spark:teams_write" }
        /// The scope `spark:telephony_config_read`.
        public static var sparkTelephonyConfigRead: String { "spark:telephony_config_read" }
        /// The scope `spark:telephony_config_write`.
        public static var sparkTelephonyConfigWrite: String { "spark:telephony_config_write" }
        /// The scope `spark:webhooks_read`.
        public static var sparkWebhooksRead: String { "spark:webhooks_read" }
        /// The scope `spark:webhooks_write`.
        public static var sparkWebhooksWrite: String { "spark:webhooks_write" }
        /// The scope `spark:webrtc_calling`.
        public static var sparkWebrtcCalling: String { "spark:webrtc_calling" }
        /// The scope `spark:xapi_commands`.
        public static var sparkXapiCommands: String { "spark:xapi_commands" }
        /// The scope `spark:xapi_statuses`.
        public static var sparkXapiStatuses: String { "spark:xapi_statuses" }
        /// The scope `spark:xsi`.
        public static var sparkXsi: String { "spark:xsi" }
        /// The scope `webexsquare:admin`.
        public static var webexsquareAdmin: String { "webexsquare:admin" }
    }
    /// Of Webflow.
    public enum Webflow {
        /// See files.
        public static var assetsRead: String { "assets:read" }
        /// Change files.
        public static var assetsWrite: String { "assets:write" }
        /// See your profile.
        public static var authorizedUserRead: String { "authorized_user:read" }
        /// See collections and their items.
        public static var cmsRead: String { "cms:read" }
        /// Change collections and their items.
        public static var cmsWrite: String { "cms:write" }
        /// See comments.
        public static var commentsRead: String { "comments:read" }
        /// Change comments.
        public static var commentsWrite: String { "comments:write" }
        /// See components.
        public static var componentsRead: String { "components:read" }
        /// Change components.
        public static var componentsWrite: String { "components:write" }
        /// See custom code.
        public static var customCodeRead: String { "custom_code:read" }
        /// Change custom code.
        public static var customCodeWrite: String { "custom_code:write" }
        /// See products and orders.
        public static var ecommerceRead: String { "ecommerce:read" }
        /// Change products and orders.
        public static var ecommerceWrite: String { "ecommerce:write" }
        /// See forms.
        public static var formsRead: String { "forms:read" }
        /// Change forms.
        public static var formsWrite: String { "forms:write" }
        /// See pages.
        public static var pagesRead: String { "pages:read" }
        /// Change pages.
        public static var pagesWrite: String { "pages:write" }
        /// See what happens in sites.
        public static var siteActivityRead: String { "site_activity:read" }
        /// See settings of sites.
        public static var siteConfigRead: String { "site_config:read" }
        /// Change settings of sites.
        public static var siteConfigWrite: String { "site_config:write" }
        /// See sites.
        public static var sitesRead: String { "sites:read" }
        /// Change sites.
        public static var sitesWrite: String { "sites:write" }
        /// See people of sites.
        public static var usersRead: String { "users:read" }
        /// Change people of sites.
        public static var usersWrite: String { "users:write" }
        /// Change webhooks.
        public static var webhooksWrite: String { "webhooks:write" }
        /// See workspaces.
        public static var workspaceRead: String { "workspace:read" }
        /// Change workspaces.
        public static var workspaceWrite: String { "workspace:write" }
        /// See what happens in workspaces.
        public static var workspaceActivityRead: String { "workspace_activity:read" }
    }
    /// Of Weibo.
    public enum Weibo {
        /// The scope `all`.
        public static var all: String { "all" }
        /// The scope `direct_messages_read`.
        public static var directMessagesRead: String { "direct_messages_read" }
        /// The scope `direct_messages_write`.
        public static var directMessagesWrite: String { "direct_messages_write" }
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `follow_app_official_microblog`.
        public static var followAppOfficialMicroblog: String { "follow_app_official_microblog" }
        /// The scope `friendships_groups_read`.
        public static var friendshipsGroupsRead: String { "friendships_groups_read" }
        /// The scope `friendships_groups_write`.
        public static var friendshipsGroupsWrite: String { "friendships_groups_write" }
        /// The scope `invitation_write`.
        public static var invitationWrite: String { "invitation_write" }
        /// The scope `statuses_to_me_read`.
        public static var statusesToMeRead: String { "statuses_to_me_read" }
    }
    /// Of Whoop.
    public enum Whoop {
        /// The scope `offline`.
        public static var offline: String { "offline" }
        /// The scope `read:body_measurement`.
        public static var readBodyMeasurement: String { "read:body_measurement" }
        /// The scope `read:cycles`.
        public static var readCycles: String { "read:cycles" }
        /// The scope `read:profile`.
        public static var readProfile: String { "read:profile" }
        /// The scope `read:recovery`.
        public static var readRecovery: String { "read:recovery" }
        /// The scope `read:sleep`.
        public static var readSleep: String { "read:sleep" }
        /// The scope `read:workout`.
        public static var readWorkout: String { "read:workout" }
    }
    /// Of Withings.
    public enum Withings {
        /// See your steps, workouts and sleep.
        public static var userActivity: String { "user.activity" }
        /// See your name, e-mail address and date of birth.
        public static var userInfo: String { "user.info" }
        /// See your weight, blood pressure and other measures.
        public static var userMetrics: String { "user.metrics" }
    }
    /// Of WordPress.com.
    public enum Wordpress {
        /// The scope `auth`.
        public static var auth: String { "auth" }
        /// The scope `batch`.
        public static var batch: String { "batch" }
        /// The scope `comments`.
        public static var comments: String { "comments" }
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `follow`.
        public static var follow: String { "follow" }
        /// The scope `freshly-pressed`.
        public static var freshlyPressed: String { "freshly-pressed" }
        /// The scope `global`.
        public static var global: String { "global" }
        /// The scope `insights`.
        public static var insights: String { "insights" }
        /// The scope `media`.
        public static var media: String { "media" }
        /// The scope `menus`.
        public static var menus: String { "menus" }
        /// The scope `notifications`.
        public static var notifications: String { "notifications" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `posts`.
        public static var posts: String { "posts" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
        /// The scope `read`.
        public static var read: String { "read" }
        /// The scope `sharing`.
        public static var sharing: String { "sharing" }
        /// The scope `sites`.
        public static var sites: String { "sites" }
        /// The scope `stats`.
        public static var stats: String { "stats" }
        /// The scope `taxonomy`.
        public static var taxonomy: String { "taxonomy" }
        /// The scope `users`.
        public static var users: String { "users" }
        /// The scope `videos`.
        public static var videos: String { "videos" }
    }
    /// Of Wrike.
    public enum Wrike {
        /// What the app was registered for.
        public static var `default`: String { "Default" }
        /// See access roles.
        public static var amReadOnlyAccessRole: String { "amReadOnlyAccessRole" }
        /// See groups of the account.
        public static var amReadOnlyGroup: String { "amReadOnlyGroup" }
        /// See invitations.
        public static var amReadOnlyInvitation: String { "amReadOnlyInvitation" }
        /// See users of the account.
        public static var amReadOnlyUser: String { "amReadOnlyUser" }
        /// See workflows.
        public static var amReadOnlyWorkflow: String { "amReadOnlyWorkflow" }
        /// See and change groups of the account.
        public static var amReadWriteGroup: String { "amReadWriteGroup" }
        /// See and send invitations.
        public static var amReadWriteInvitation: String { "amReadWriteInvitation" }
        /// See and change users of the account.
        public static var amReadWriteUser: String { "amReadWriteUser" }
        /// See and change workflows.
        public static var amReadWriteWorkflow: String { "amReadWriteWorkflow" }
        /// Read your workspace.
        public static var wsReadOnly: String { "wsReadOnly" }
        /// Read and change your workspace.
        public static var wsReadWrite: String { "wsReadWrite" }
    }
    /// Of Xero.
    public enum Xero {
        /// See and change attachments.
        public static var accountingAttachments: String { "accounting.attachments" }
        /// See attachments.
        public static var accountingAttachmentsRead: String { "accounting.attachments.read" }
        /// See and change bank transactions.
        public static var accountingBanktransactions: String { "accounting.banktransactions" }
        /// See bank transactions.
        public static var accountingBanktransactionsRead: String { "accounting.banktransactions.read" }
        /// See budgets.
        public static var accountingBudgetsRead: String { "accounting.budgets.read" }
        /// See and change expense claims.
        public static var accountingClassicexpenses: String { "accounting.classicexpenses" }
        /// See expense claims.
        public static var accountingClassicexpensesRead: String { "accounting.classicexpenses.read" }
        /// See and change contacts.
        public static var accountingContacts: String { "accounting.contacts" }
        /// See contacts.
        public static var accountingContactsRead: String { "accounting.contacts.read" }
        /// See and change invoices and quotes.
        public static var accountingInvoices: String { "accounting.invoices" }
        /// See invoices and quotes.
        public static var accountingInvoicesRead: String { "accounting.invoices.read" }
        /// See journals.
        public static var accountingJournalsRead: String { "accounting.journals.read" }
        /// See and change manual journals.
        public static var accountingManualjournals: String { "accounting.manualjournals" }
        /// See manual journals.
        public static var accountingManualjournalsRead: String { "accounting.manualjournals.read" }
        /// See and change payments.
        public static var accountingPayments: String { "accounting.payments" }
        /// See payments.
        public static var accountingPaymentsRead: String { "accounting.payments.read" }
        /// See the report aged.
        public static var accountingReportsAgedRead: String { "accounting.reports.aged.read" }
        /// See the report balancesheet.
        public static var accountingReportsBalancesheetRead: String { "accounting.reports.balancesheet.read" }
        /// See the report banksummary.
        public static var accountingReportsBanksummaryRead: String { "accounting.reports.banksummary.read" }
        /// See the report executivesummary.
        public static var accountingReportsExecutivesummaryRead: String { "accounting.reports.executivesummary.read" }
        /// See the report profitandloss.
        public static var accountingReportsProfitandlossRead: String { "accounting.reports.profitandloss.read" }
        /// See reports.
        public static var accountingReportsRead: String { "accounting.reports.read" }
        /// See the report taxreports.
        public static var accountingReportsTaxreportsRead: String { "accounting.reports.taxreports.read" }
        /// See the report tenninetynine.
        public static var accountingReportsTenninetynineRead: String { "accounting.reports.tenninetynine.read" }
        /// See the report trialbalance.
        public static var accountingReportsTrialbalanceRead: String { "accounting.reports.trialbalance.read" }
        /// See and change settings of the books.
        public static var accountingSettings: String { "accounting.settings" }
        /// See settings of the books.
        public static var accountingSettingsRead: String { "accounting.settings.read" }
        /// See and change invoices, payments and other transactions.
        public static var accountingTransactions: String { "accounting.transactions" }
        /// See invoices, payments and other transactions.
        public static var accountingTransactionsRead: String { "accounting.transactions.read" }
        /// See and change fixed assets.
        public static var assets: String { "assets" }
        /// See fixed assets.
        public static var assetsRead: String { "assets.read" }
        /// Send bank statements.
        public static var bankfeeds: String { "bankfeeds" }
        /// See your e-mail address.
        public static var email: String { "email" }
        /// See and change files.
        public static var files: String { "files" }
        /// See files.
        public static var filesRead: String { "files.read" }
        /// See bank statements.
        public static var financeBankstatementsplusRead: String { "finance.bankstatementsplus.read" }
        /// See how cash is reconciled.
        public static var financeCashvalidationRead: String { "finance.cashvalidation.read" }
        /// See financial statements.
        public static var financeStatementsRead: String { "finance.statements.read" }
        /// Bill through Xero's app store.
        public static var marketplaceBilling: String { "marketplace.billing" }
        /// Stay connected when you are not there.
        public static var offlineAccess: String { "offline_access" }
        /// Sign you in.
        public static var openid: String { "openid" }
        /// Manage ways to pay.
        public static var paymentservices: String { "paymentservices" }
        /// See and change employees.
        public static var payrollEmployees: String { "payroll.employees" }
        /// See employees.
        public static var payrollEmployeesRead: String { "payroll.employees.read" }
        /// See and change pay runs.
        public static var payrollPayruns: String { "payroll.payruns" }
        /// See pay runs.
        public static var payrollPayrunsRead: String { "payroll.payruns.read" }
        /// See and change payslips.
        public static var payrollPayslip: String { "payroll.payslip" }
        /// See payslips.
        public static var payrollPayslipRead: String { "payroll.payslip.read" }
        /// See and change settings of the books of the payroll.
        public static var payrollSettings: String { "payroll.settings" }
        /// See settings of the books of the payroll.
        public static var payrollSettingsRead: String { "payroll.settings.read" }
        /// See and change timesheets.
        public static var payrollTimesheets: String { "payroll.timesheets" }
        /// See timesheets.
        public static var payrollTimesheetsRead: String { "payroll.timesheets.read" }
        /// See your name.
        public static var profile: String { "profile" }
        /// See and change projects.
        public static var projects: String { "projects" }
        /// See projects.
        public static var projectsRead: String { "projects.read" }
    }
    /// Of Yahoo.
    public enum Yahoo {
        /// The scope `admg-w`.
        public static var admgW: String { "admg-w" }
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `fspt-r`.
        public static var fsptR: String { "fspt-r" }
        /// The scope `fspt-w`.
        public static var fsptW: String { "fspt-w" }
        /// The scope `gpub-r`.
        public static var gpubR: String { "gpub-r" }
        /// The scope `msgr-w`.
        public static var msgrW: String { "msgr-w" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `openid2`.
        public static var openid2: String { "openid2" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
        /// The scope `sdct-r`.
        public static var sdctR: String { "sdct-r" }
        /// The scope `sdct-w`.
        public static var sdctW: String { "sdct-w" }
        /// The scope `sdpp-w`.
        public static var sdppW: String { "sdpp-w" }
        /// The scope `sdps-r`.
        public static var sdpsR: String { "sdps-r" }
        /// The scope `sdps-w`.
        public static var sdpsW: String { "sdps-w" }
        /// The scope `sdrl-w`.
        public static var sdrlW: String { "sdrl-w" }
        /// The scope `yfin-r`.
        public static var yfinR: String { "yfin-r" }
        /// The scope `yfin-w`.
        public static var yfinW: String { "yfin-w" }
    }
    /// Of Yandex.
    public enum Yandex {
        /// The scope `login:avatar`.
        public static var loginAvatar: String { "login:avatar" }
        /// The scope `login:birthday`.
        public static var loginBirthday: String { "login:birthday" }
        /// The scope `login:email`.
        public static var loginEmail: String { "login:email" }
        /// The scope `login:info`.
        public static var loginInfo: String { "login:info" }
        /// The scope `login:phone`.
        public static var loginPhone: String { "login:phone" }
    }
    /// Of YouTube.
    public enum Youtube {
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `https://www.googleapis.com/auth/gcm_for_chrome`.
        public static var httpsWwwGoogleapisComAuthGcmForChrome: String { "https://www.googleapis.com/auth/gcm_for_chrome" }
        /// The scope `https://www.googleapis.com/auth/youtube`.
        public static var httpsWwwGoogleapisComAuthYoutube: String { "https://www.googleapis.com/auth/youtube" }
        /// The scope `https://www.googleapis.com/auth/youtube.channel-memberships.creator`.
        public static var httpsWwwGoogleapisComAuthYoutubeChannelMembershipsCreator: String { "https://www.googleapis.com/auth/youtube.channel-memberships.creator" }
        /// The scope `https://www.googleapis.com/auth/youtube.force-ssl`.
        public static var httpsWwwGoogleapisComAuthYoutubeForceSsl: String { "https://www.googleapis.com/auth/youtube.force-ssl" }
        /// The scope `https://www.googleapis.com/auth/youtube.readonly`.
        public static var httpsWwwGoogleapisComAuthYoutubeReadonly: String { "https://www.googleapis.com/auth/youtube.readonly" }
        /// The scope `https://www.googleapis.com/auth/youtube.upload`.
        public static var httpsWwwGoogleapisComAuthYoutubeUpload: String { "https://www.googleapis.com/auth/youtube.upload" }
        /// The scope `https://www.googleapis.com/auth/youtubepartner`.
        public static var httpsWwwGoogleapisComAuthYoutubepartner: String { "https://www.googleapis.com/auth/youtubepartner" }
        /// The scope `https://www.googleapis.com/auth/youtubepartner-channel-audit`.
        public static var httpsWwwGoogleapisComAuthYoutubepartnerChannelAudit: String { "https://www.googleapis.com/auth/youtubepartner-channel-audit" }
        /// The scope `https://www.googleapis.com/auth/yt-analytics-monetary.readonly`.
        public static var httpsWwwGoogleapisComAuthYtAnalyticsMonetaryReadonly: String { "https://www.googleapis.com/auth/yt-analytics-monetary.readonly" }
        /// The scope `https://www.googleapis.com/auth/yt-analytics.readonly`.
        public static var httpsWwwGoogleapisComAuthYtAnalyticsReadonly: String { "https://www.googleapis.com/auth/yt-analytics.readonly" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Zendesk.
    public enum Zendesk {
        /// Write through any channel.
        public static var anyChannelWrite: String { "any_channel:write" }
        /// See apps.
        public static var appsRead: String { "apps:read" }
        /// Create, change and delete apps.
        public static var appsWrite: String { "apps:write" }
        /// See the audit log.
        public static var auditlogsRead: String { "auditlogs:read" }
        /// See automations.
        public static var automationsRead: String { "automations:read" }
        /// Create, change and delete automations.
        public static var automationsWrite: String { "automations:write" }
        /// See dynamic content.
        public static var dynamicContentRead: String { "dynamic_content:read" }
        /// Create, change and delete dynamic content.
        public static var dynamicContentWrite: String { "dynamic_content:write" }
        /// See the help centre.
        public static var hcRead: String { "hc:read" }
        /// Create, change and delete the help centre.
        public static var hcWrite: String { "hc:write" }
        /// Act for end users.
        public static var impersonate: String { "impersonate" }
        /// See macros.
        public static var macrosRead: String { "macros:read" }
        /// Create, change and delete macros.
        public static var macrosWrite: String { "macros:write" }
        /// See organisations.
        public static var organizationsRead: String { "organizations:read" }
        /// Create, change and delete organisations.
        public static var organizationsWrite: String { "organizations:write" }
        /// See everything that you can.
        public static var read: String { "read" }
        /// See requests.
        public static var requestsRead: String { "requests:read" }
        /// Create, change and delete requests.
        public static var requestsWrite: String { "requests:write" }
        /// See satisfaction ratings.
        public static var satisfactionRatingsRead: String { "satisfaction_ratings:read" }
        /// Create, change and delete satisfaction ratings.
        public static var satisfactionRatingsWrite: String { "satisfaction_ratings:write" }
        /// See targets.
        public static var targetsRead: String { "targets:read" }
        /// Create, change and delete targets.
        public static var targetsWrite: String { "targets:write" }
        /// See tickets.
        public static var ticketsRead: String { "tickets:read" }
        /// Create, change and delete tickets.
        public static var ticketsWrite: String { "tickets:write" }
        /// See triggers.
        public static var triggersRead: String { "triggers:read" }
        /// Create, change and delete triggers.
        public static var triggersWrite: String { "triggers:write" }
        /// The scope `unrestricted:read`.
        public static var unrestrictedRead: String { "unrestricted:read" }
        /// The scope `unrestricted:write`.
        public static var unrestrictedWrite: String { "unrestricted:write" }
        /// See people.
        public static var usersRead: String { "users:read" }
        /// Create, change and delete people.
        public static var usersWrite: String { "users:write" }
        /// Change the web widget.
        public static var webWidgetWrite: String { "web_widget:write" }
        /// See webhooks.
        public static var webhooksRead: String { "webhooks:read" }
        /// Create, change and delete webhooks.
        public static var webhooksWrite: String { "webhooks:write" }
        /// Change everything that you can.
        public static var write: String { "write" }
    }
    /// Of Zendesk Sell.
    public enum ZendeskSell {
        /// The scope `profile`.
        public static var profile: String { "profile" }
        /// The scope `read`.
        public static var read: String { "read" }
        /// The scope `write`.
        public static var write: String { "write" }
    }
    /// Of Zoho.
    public enum Zoho {
        /// The scope `AaaServer.profile.READ`.
        public static var aaaServerProfileREAD: String { "AaaServer.profile.READ" }
        /// The scope `ZohoCRM.bulk.ALL`.
        public static var zohoCRMBulkALL: String { "ZohoCRM.bulk.ALL" }
        /// The scope `ZohoCRM.bulk.CREATE`.
        public static var zohoCRMBulkCREATE: String { "ZohoCRM.bulk.CREATE" }
        /// The scope `ZohoCRM.bulk.READ`.
        public static var zohoCRMBulkREAD: String { "ZohoCRM.bulk.READ" }
        /// The scope `ZohoCRM.coql.READ`.
        public static var zohoCRMCoqlREAD: String { "ZohoCRM.coql.READ" }
        /// The scope `ZohoCRM.modules.ALL`.
        public static var zohoCRMModulesALL: String { "ZohoCRM.modules.ALL" }
        /// The scope `ZohoCRM.modules.accounts.ALL`.
        public static var zohoCRMModulesAccountsALL: String { "ZohoCRM.modules.accounts.ALL" }
        /// The scope `ZohoCRM.modules.activities.ALL`.
        public static var zohoCRMModulesActivitiesALL: String { "ZohoCRM.modules.activities.ALL" }
        /// The scope `ZohoCRM.modules.approvals.ALL`.
        public static var zohoCRMModulesApprovalsALL: String { "ZohoCRM.modules.approvals.ALL" }
        /// The scope `ZohoCRM.modules.calls.ALL`.
        public static var zohoCRMModulesCallsALL: String { "ZohoCRM.modules.calls.ALL" }
        /// The scope `ZohoCRM.modules.campaigns.ALL`.
        public static var zohoCRMModulesCampaignsALL: String { "ZohoCRM.modules.campaigns.ALL" }
        /// The scope `ZohoCRM.modules.cases.ALL`.
        public static var zohoCRMModulesCasesALL: String { "ZohoCRM.modules.cases.ALL" }
        /// The scope `ZohoCRM.modules.contacts.ALL`.
        public static var zohoCRMModulesContactsALL: String { "ZohoCRM.modules.contacts.ALL" }
        /// The scope `ZohoCRM.modules.custom.ALL`.
        public static var zohoCRMModulesCustomALL: String { "ZohoCRM.modules.custom.ALL" }
        /// The scope `ZohoCRM.modules.dashboards.ALL`.
        public static var zohoCRMModulesDashboardsALL: String { "ZohoCRM.modules.dashboards.ALL" }
        /// The scope `ZohoCRM.modules.deals.ALL`.
        public static var zohoCRMModulesDealsALL: String { "ZohoCRM.modules.deals.ALL" }
        /// The scope `ZohoCRM.modules.events.ALL`.
        public static var zohoCRMModulesEventsALL: String { "ZohoCRM.modules.events.ALL" }
        /// The scope `ZohoCRM.modules.invoices.ALL`.
        public static var zohoCRMModulesInvoicesALL: String { "ZohoCRM.modules.invoices.ALL" }
        /// The scope `ZohoCRM.modules.leads.ALL`.
        public static var zohoCRMModulesLeadsALL: String { "ZohoCRM.modules.leads.ALL" }
        /// The scope `ZohoCRM.modules.notes.ALL`.
        public static var zohoCRMModulesNotesALL: String { "ZohoCRM.modules.notes.ALL" }
        /// The scope `ZohoCRM.modules.pricebooks.ALL`.
        public static var zohoCRMModulesPricebooksALL: String { "ZohoCRM.modules.pricebooks.ALL" }
        /// The scope `ZohoCRM.modules.products.ALL`.
        public static var zohoCRMModulesProductsALL: String { "ZohoCRM.modules.products.ALL" }
        /// The scope `ZohoCRM.modules.purchaseorders.ALL`.
        public static var zohoCRMModulesPurchaseordersALL: String { "ZohoCRM.modules.purchaseorders.ALL" }
        /// The scope `ZohoCRM.modules.quotes.ALL`.
        public static var zohoCRMModulesQuotesALL: String { "ZohoCRM.modules.quotes.ALL" }
        /// The scope `ZohoCRM.modules.salesorders.ALL`.
        public static var zohoCRMModulesSalesordersALL: String { "ZohoCRM.modules.salesorders.ALL" }
        /// The scope `ZohoCRM.modules.search.ALL`.
        public static var zohoCRMModulesSearchALL: String { "ZohoCRM.modules.search.ALL" }
        /// The scope `ZohoCRM.modules.solutions.ALL`.
        public static var zohoCRMModulesSolutionsALL: String { "ZohoCRM.modules.solutions.ALL" }
        /// The scope `ZohoCRM.modules.tasks.ALL`.
        public static var zohoCRMModulesTasksALL: String { "ZohoCRM.modules.tasks.ALL" }
        /// The scope `ZohoCRM.modules.vendors.ALL`.
        public static var zohoCRMModulesVendorsALL: String { "ZohoCRM.modules.vendors.ALL" }
        /// The scope `ZohoCRM.notifications.CREATE`.
        public static var zohoCRMNotificationsCREATE: String { "ZohoCRM.notifications.CREATE" }
        /// The scope `ZohoCRM.notifications.DELETE`.
        public static var zohoCRMNotificationsDELETE: String { "ZohoCRM.notifications.DELETE" }
        /// The scope `ZohoCRM.notifications.READ`.
        public static var zohoCRMNotificationsREAD: String { "ZohoCRM.notifications.READ" }
        /// The scope `ZohoCRM.notifications.UPDATE`.
        public static var zohoCRMNotificationsUPDATE: String { "ZohoCRM.notifications.UPDATE" }
        /// The scope `ZohoCRM.org.ALL`.
        public static var zohoCRMOrgALL: String { "ZohoCRM.org.ALL" }
        /// The scope `ZohoCRM.settings.ALL`.
        public static var zohoCRMSettingsALL: String { "ZohoCRM.settings.ALL" }
        /// The scope `ZohoCRM.settings.all`.
        public static var zohoCRMSettingsAll: String { "ZohoCRM.settings.all" }
        /// The scope `ZohoCRM.settings.currencies.ALL`.
        public static var zohoCRMSettingsCurrenciesALL: String { "ZohoCRM.settings.currencies.ALL" }
        /// The scope `ZohoCRM.settings.custom_buttons.ALL`.
        public static var zohoCRMSettingsCustomButtonsALL: String { "ZohoCRM.settings.custom_buttons.ALL" }
        /// The scope `ZohoCRM.settings.custom_links.ALL`.
        public static var zohoCRMSettingsCustomLinksALL: String { "ZohoCRM.settings.custom_links.ALL" }
        /// The scope `ZohoCRM.settings.custom_views.ALL`.
        public static var zohoCRMSettingsCustomViewsALL: String { "ZohoCRM.settings.custom_views.ALL" }
        /// The scope `ZohoCRM.settings.fields.ALL`.
        public static var zohoCRMSettingsFieldsALL: String { "ZohoCRM.settings.fields.ALL" }
        /// The scope `ZohoCRM.settings.layouts.ALL`.
        public static var zohoCRMSettingsLayoutsALL: String { "ZohoCRM.settings.layouts.ALL" }
        /// The scope `ZohoCRM.settings.macros.ALL`.
        public static var zohoCRMSettingsMacrosALL: String { "ZohoCRM.settings.macros.ALL" }
        /// The scope `ZohoCRM.settings.modules.ALL`.
        public static var zohoCRMSettingsModulesALL: String { "ZohoCRM.settings.modules.ALL" }
        /// The scope `ZohoCRM.settings.profiles.ALL`.
        public static var zohoCRMSettingsProfilesALL: String { "ZohoCRM.settings.profiles.ALL" }
        /// The scope `ZohoCRM.settings.related_lists.ALL`.
        public static var zohoCRMSettingsRelatedListsALL: String { "ZohoCRM.settings.related_lists.ALL" }
        /// The scope `ZohoCRM.settings.roles.ALL`.
        public static var zohoCRMSettingsRolesALL: String { "ZohoCRM.settings.roles.ALL" }
        /// The scope `ZohoCRM.settings.tab_groups.ALL`.
        public static var zohoCRMSettingsTabGroupsALL: String { "ZohoCRM.settings.tab_groups.ALL" }
        /// The scope `ZohoCRM.settings.tags.ALL`.
        public static var zohoCRMSettingsTagsALL: String { "ZohoCRM.settings.tags.ALL" }
        /// The scope `ZohoCRM.settings.territories.ALL`.
        public static var zohoCRMSettingsTerritoriesALL: String { "ZohoCRM.settings.territories.ALL" }
        /// The scope `ZohoCRM.settings.variables.ALL`.
        public static var zohoCRMSettingsVariablesALL: String { "ZohoCRM.settings.variables.ALL" }
        /// The scope `ZohoCRM.users.ALL`.
        public static var zohoCRMUsersALL: String { "ZohoCRM.users.ALL" }
        /// The scope `ZohoCRM.users.all`.
        public static var zohoCRMUsersAll: String { "ZohoCRM.users.all" }
        /// The scope `aaaserver.profile.READ`.
        public static var aaaserverProfileREAD: String { "aaaserver.profile.READ" }
    }
    /// Of Zoho Books.
    public enum ZohoBooks {
        /// The scope `ZohoBooks.accountants.ALL`.
        public static var zohoBooksAccountantsALL: String { "ZohoBooks.accountants.ALL" }
        /// The scope `ZohoBooks.accountants.CREATE`.
        public static var zohoBooksAccountantsCREATE: String { "ZohoBooks.accountants.CREATE" }
        /// The scope `ZohoBooks.accountants.DELETE`.
        public static var zohoBooksAccountantsDELETE: String { "ZohoBooks.accountants.DELETE" }
        /// The scope `ZohoBooks.accountants.READ`.
        public static var zohoBooksAccountantsREAD: String { "ZohoBooks.accountants.READ" }
        /// The scope `ZohoBooks.accountants.UPDATE`.
        public static var zohoBooksAccountantsUPDATE: String { "ZohoBooks.accountants.UPDATE" }
        /// The scope `ZohoBooks.banking.ALL`.
        public static var zohoBooksBankingALL: String { "ZohoBooks.banking.ALL" }
        /// The scope `ZohoBooks.banking.CREATE`.
        public static var zohoBooksBankingCREATE: String { "ZohoBooks.banking.CREATE" }
        /// The scope `ZohoBooks.banking.DELETE`.
        public static var zohoBooksBankingDELETE: String { "ZohoBooks.banking.DELETE" }
        /// The scope `ZohoBooks.banking.READ`.
        public static var zohoBooksBankingREAD: String { "ZohoBooks.banking.READ" }
        /// The scope `ZohoBooks.banking.UPDATE`.
        public static var zohoBooksBankingUPDATE: String { "ZohoBooks.banking.UPDATE" }
        /// The scope `ZohoBooks.bills.ALL`.
        public static var zohoBooksBillsALL: String { "ZohoBooks.bills.ALL" }
        /// The scope `ZohoBooks.bills.CREATE`.
        public static var zohoBooksBillsCREATE: String { "ZohoBooks.bills.CREATE" }
        /// The scope `ZohoBooks.bills.DELETE`.
        public static var zohoBooksBillsDELETE: String { "ZohoBooks.bills.DELETE" }
        /// The scope `ZohoBooks.bills.READ`.
        public static var zohoBooksBillsREAD: String { "ZohoBooks.bills.READ" }
        /// The scope `ZohoBooks.bills.UPDATE`.
        public static var zohoBooksBillsUPDATE: String { "ZohoBooks.bills.UPDATE" }
        /// The scope `ZohoBooks.contacts.ALL`.
        public static var zohoBooksContactsALL: String { "ZohoBooks.contacts.ALL" }
        /// The scope `ZohoBooks.contacts.CREATE`.
        public static var zohoBooksContactsCREATE: String { "ZohoBooks.contacts.CREATE" }
        /// The scope `ZohoBooks.contacts.DELETE`.
        public static var zohoBooksContactsDELETE: String { "ZohoBooks.contacts.DELETE" }
        /// The scope `ZohoBooks.contacts.READ`.
        public static var zohoBooksContactsREAD: String { "ZohoBooks.contacts.READ" }
        /// The scope `ZohoBooks.contacts.UPDATE`.
        public static var zohoBooksContactsUPDATE: String { "ZohoBooks.contacts.UPDATE" }
        /// The scope `ZohoBooks.creditnotes.ALL`.
        public static var zohoBooksCreditnotesALL: String { "ZohoBooks.creditnotes.ALL" }
        /// The scope `ZohoBooks.creditnotes.CREATE`.
        public static var zohoBooksCreditnotesCREATE: String { "ZohoBooks.creditnotes.CREATE" }
        /// The scope `ZohoBooks.creditnotes.DELETE`.
        public static var zohoBooksCreditnotesDELETE: String { "ZohoBooks.creditnotes.DELETE" }
        /// The scope `ZohoBooks.creditnotes.READ`.
        public static var zohoBooksCreditnotesREAD: String { "ZohoBooks.creditnotes.READ" }
        /// The scope `ZohoBooks.creditnotes.UPDATE`.
        public static var zohoBooksCreditnotesUPDATE: String { "ZohoBooks.creditnotes.UPDATE" }
        /// The scope `ZohoBooks.customerpayments.ALL`.
        public static var zohoBooksCustomerpaymentsALL: String { "ZohoBooks.customerpayments.ALL" }
        /// The scope `ZohoBooks.customerpayments.CREATE`.
        public static var zohoBooksCustomerpaymentsCREATE: String { "ZohoBooks.customerpayments.CREATE" }
        /// The scope `ZohoBooks.customerpayments.DELETE`.
        public static var zohoBooksCustomerpaymentsDELETE: String { "ZohoBooks.customerpayments.DELETE" }
        /// The scope `ZohoBooks.customerpayments.READ`.
        public static var zohoBooksCustomerpaymentsREAD: String { "ZohoBooks.customerpayments.READ" }
        /// The scope `ZohoBooks.customerpayments.UPDATE`.
        public static var zohoBooksCustomerpaymentsUPDATE: String { "ZohoBooks.customerpayments.UPDATE" }
        /// The scope `ZohoBooks.debitnotes.ALL`.
        public static var zohoBooksDebitnotesALL: String { "ZohoBooks.debitnotes.ALL" }
        /// The scope `ZohoBooks.debitnotes.CREATE`.
        public static var zohoBooksDebitnotesCREATE: String { "ZohoBooks.debitnotes.CREATE" }
        /// The scope `ZohoBooks.debitnotes.DELETE`.
        public static var zohoBooksDebitnotesDELETE: String { "ZohoBooks.debitnotes.DELETE" }
        /// The scope `ZohoBooks.debitnotes.READ`.
        public static var zohoBooksDebitnotesREAD: String { "ZohoBooks.debitnotes.READ" }
        /// The scope `ZohoBooks.debitnotes.UPDATE`.
        public static var zohoBooksDebitnotesUPDATE: String { "ZohoBooks.debitnotes.UPDATE" }
        /// The scope `ZohoBooks.estimates.ALL`.
        public static var zohoBooksEstimatesALL: String { "ZohoBooks.estimates.ALL" }
        /// The scope `ZohoBooks.estimates.CREATE`.
        public static var zohoBooksEstimatesCREATE: String { "ZohoBooks.estimates.CREATE" }
        /// The scope `ZohoBooks.estimates.DELETE`.
        public static var zohoBooksEstimatesDELETE: String { "ZohoBooks.estimates.DELETE" }
        /// The scope `ZohoBooks.estimates.READ`.
        public static var zohoBooksEstimatesREAD: String { "ZohoBooks.estimates.READ" }
        /// The scope `ZohoBooks.estimates.UPDATE`.
        public static var zohoBooksEstimatesUPDATE: String { "ZohoBooks.estimates.UPDATE" }
        /// The scope `ZohoBooks.expenses.ALL`.
        public static var zohoBooksExpensesALL: String { "ZohoBooks.expenses.ALL" }
        /// The scope `ZohoBooks.expenses.CREATE`.
        public static var zohoBooksExpensesCREATE: String { "ZohoBooks.expenses.CREATE" }
        /// The scope `ZohoBooks.expenses.DELETE`.
        public static var zohoBooksExpensesDELETE: String { "ZohoBooks.expenses.DELETE" }
        /// The scope `ZohoBooks.expenses.READ`.
        public static var zohoBooksExpensesREAD: String { "ZohoBooks.expenses.READ" }
        /// The scope `ZohoBooks.expenses.UPDATE`.
        public static var zohoBooksExpensesUPDATE: String { "ZohoBooks.expenses.UPDATE" }
        /// The scope `ZohoBooks.fullaccess.all`.
        public static var zohoBooksFullaccessAll: String { "ZohoBooks.fullaccess.all" }
        /// The scope `ZohoBooks.invoices.ALL`.
        public static var zohoBooksInvoicesALL: String { "ZohoBooks.invoices.ALL" }
        /// The scope `ZohoBooks.invoices.CREATE`.
        public static var zohoBooksInvoicesCREATE: String { "ZohoBooks.invoices.CREATE" }
        /// The scope `ZohoBooks.invoices.DELETE`.
        public static var zohoBooksInvoicesDELETE: String { "ZohoBooks.invoices.DELETE" }
        /// The scope `ZohoBooks.invoices.READ`.
        public static var zohoBooksInvoicesREAD: String { "ZohoBooks.invoices.READ" }
        /// The scope `ZohoBooks.invoices.UPDATE`.
        public static var zohoBooksInvoicesUPDATE: String { "ZohoBooks.invoices.UPDATE" }
        /// The scope `ZohoBooks.projects.ALL`.
        public static var zohoBooksProjectsALL: String { "ZohoBooks.projects.ALL" }
        /// The scope `ZohoBooks.projects.CREATE`.
        public static var zohoBooksProjectsCREATE: String { "ZohoBooks.projects.CREATE" }
        /// The scope `ZohoBooks.projects.DELETE`.
        public static var zohoBooksProjectsDELETE: String { "ZohoBooks.projects.DELETE" }
        /// The scope `ZohoBooks.projects.READ`.
        public static var zohoBooksProjectsREAD: String { "ZohoBooks.projects.READ" }
        /// The scope `ZohoBooks.projects.UPDATE`.
        public static var zohoBooksProjectsUPDATE: String { "ZohoBooks.projects.UPDATE" }
        /// The scope `ZohoBooks.purchaseorders.ALL`.
        public static var zohoBooksPurchaseordersALL: String { "ZohoBooks.purchaseorders.ALL" }
        /// The scope `ZohoBooks.purchaseorders.CREATE`.
        public static var zohoBooksPurchaseordersCREATE: String { "ZohoBooks.purchaseorders.CREATE" }
        /// The scope `ZohoBooks.purchaseorders.DELETE`.
        public static var zohoBooksPurchaseordersDELETE: String { "ZohoBooks.purchaseorders.DELETE" }
        /// The scope `ZohoBooks.purchaseorders.READ`.
        public static var zohoBooksPurchaseordersREAD: String { "ZohoBooks.purchaseorders.READ" }
        /// The scope `ZohoBooks.purchaseorders.UPDATE`.
        public static var zohoBooksPurchaseordersUPDATE: String { "ZohoBooks.purchaseorders.UPDATE" }
        /// The scope `ZohoBooks.salesorders.ALL`.
        public static var zohoBooksSalesordersALL: String { "ZohoBooks.salesorders.ALL" }
        /// The scope `ZohoBooks.salesorders.CREATE`.
        public static var zohoBooksSalesordersCREATE: String { "ZohoBooks.salesorders.CREATE" }
        /// The scope `ZohoBooks.salesorders.DELETE`.
        public static var zohoBooksSalesordersDELETE: String { "ZohoBooks.salesorders.DELETE" }
        /// The scope `ZohoBooks.salesorders.READ`.
        public static var zohoBooksSalesordersREAD: String { "ZohoBooks.salesorders.READ" }
        /// The scope `ZohoBooks.salesorders.UPDATE`.
        public static var zohoBooksSalesordersUPDATE: String { "ZohoBooks.salesorders.UPDATE" }
        /// The scope `ZohoBooks.settings.ALL`.
        public static var zohoBooksSettingsALL: String { "ZohoBooks.settings.ALL" }
        /// The scope `ZohoBooks.settings.CREATE`.
        public static var zohoBooksSettingsCREATE: String { "ZohoBooks.settings.CREATE" }
        /// The scope `ZohoBooks.settings.DELETE`.
        public static var zohoBooksSettingsDELETE: String { "ZohoBooks.settings.DELETE" }
        /// The scope `ZohoBooks.settings.READ`.
        public static var zohoBooksSettingsREAD: String { "ZohoBooks.settings.READ" }
        /// The scope `ZohoBooks.settings.UPDATE`.
        public static var zohoBooksSettingsUPDATE: String { "ZohoBooks.settings.UPDATE" }
        /// The scope `ZohoBooks.vendorpayments.ALL`.
        public static var zohoBooksVendorpaymentsALL: String { "ZohoBooks.vendorpayments.ALL" }
        /// The scope `ZohoBooks.vendorpayments.CREATE`.
        public static var zohoBooksVendorpaymentsCREATE: String { "ZohoBooks.vendorpayments.CREATE" }
        /// The scope `ZohoBooks.vendorpayments.DELETE`.
        public static var zohoBooksVendorpaymentsDELETE: String { "ZohoBooks.vendorpayments.DELETE" }
        /// The scope `ZohoBooks.vendorpayments.READ`.
        public static var zohoBooksVendorpaymentsREAD: String { "ZohoBooks.vendorpayments.READ" }
        /// The scope `ZohoBooks.vendorpayments.UPDATE`.
        public static var zohoBooksVendorpaymentsUPDATE: String { "ZohoBooks.vendorpayments.UPDATE" }
    }
    /// Of Zoho CRM.
    public enum ZohoCrm {
        /// The scope `ZohoCRM.bulk.ALL`.
        public static var zohoCRMBulkALL: String { "ZohoCRM.bulk.ALL" }
        /// The scope `ZohoCRM.bulk.CREATE`.
        public static var zohoCRMBulkCREATE: String { "ZohoCRM.bulk.CREATE" }
        /// The scope `ZohoCRM.bulk.READ`.
        public static var zohoCRMBulkREAD: String { "ZohoCRM.bulk.READ" }
        /// The scope `ZohoCRM.bulk.backup.ALL`.
        public static var zohoCRMBulkBackupALL: String { "ZohoCRM.bulk.backup.ALL" }
        /// The scope `ZohoCRM.coql.READ`.
        public static var zohoCRMCoqlREAD: String { "ZohoCRM.coql.READ" }
        /// The scope `ZohoCRM.modules.ALL`.
        public static var zohoCRMModulesALL: String { "ZohoCRM.modules.ALL" }
        /// The scope `ZohoCRM.modules.accounts.ALL`.
        public static var zohoCRMModulesAccountsALL: String { "ZohoCRM.modules.accounts.ALL" }
        /// The scope `ZohoCRM.modules.activities.ALL`.
        public static var zohoCRMModulesActivitiesALL: String { "ZohoCRM.modules.activities.ALL" }
        /// The scope `ZohoCRM.modules.approvals.ALL`.
        public static var zohoCRMModulesApprovalsALL: String { "ZohoCRM.modules.approvals.ALL" }
        /// The scope `ZohoCRM.modules.calls.ALL`.
        public static var zohoCRMModulesCallsALL: String { "ZohoCRM.modules.calls.ALL" }
        /// The scope `ZohoCRM.modules.campaigns.ALL`.
        public static var zohoCRMModulesCampaignsALL: String { "ZohoCRM.modules.campaigns.ALL" }
        /// The scope `ZohoCRM.modules.cases.ALL`.
        public static var zohoCRMModulesCasesALL: String { "ZohoCRM.modules.cases.ALL" }
        /// The scope `ZohoCRM.modules.contacts.ALL`.
        public static var zohoCRMModulesContactsALL: String { "ZohoCRM.modules.contacts.ALL" }
        /// The scope `ZohoCRM.modules.custom.ALL`.
        public static var zohoCRMModulesCustomALL: String { "ZohoCRM.modules.custom.ALL" }
        /// The scope `ZohoCRM.modules.dashboards.ALL`.
        public static var zohoCRMModulesDashboardsALL: String { "ZohoCRM.modules.dashboards.ALL" }
        /// The scope `ZohoCRM.modules.deals.ALL`.
        public static var zohoCRMModulesDealsALL: String { "ZohoCRM.modules.deals.ALL" }
        /// The scope `ZohoCRM.modules.events.ALL`.
        public static var zohoCRMModulesEventsALL: String { "ZohoCRM.modules.events.ALL" }
        /// The scope `ZohoCRM.modules.invoices.ALL`.
        public static var zohoCRMModulesInvoicesALL: String { "ZohoCRM.modules.invoices.ALL" }
        /// The scope `ZohoCRM.modules.leads.ALL`.
        public static var zohoCRMModulesLeadsALL: String { "ZohoCRM.modules.leads.ALL" }
        /// The scope `ZohoCRM.modules.notes.ALL`.
        public static var zohoCRMModulesNotesALL: String { "ZohoCRM.modules.notes.ALL" }
        /// The scope `ZohoCRM.modules.pricebooks.ALL`.
        public static var zohoCRMModulesPricebooksALL: String { "ZohoCRM.modules.pricebooks.ALL" }
        /// The scope `ZohoCRM.modules.products.ALL`.
        public static var zohoCRMModulesProductsALL: String { "ZohoCRM.modules.products.ALL" }
        /// The scope `ZohoCRM.modules.purchaseorders.ALL`.
        public static var zohoCRMModulesPurchaseordersALL: String { "ZohoCRM.modules.purchaseorders.ALL" }
        /// The scope `ZohoCRM.modules.quotes.ALL`.
        public static var zohoCRMModulesQuotesALL: String { "ZohoCRM.modules.quotes.ALL" }
        /// The scope `ZohoCRM.modules.salesorders.ALL`.
        public static var zohoCRMModulesSalesordersALL: String { "ZohoCRM.modules.salesorders.ALL" }
        /// The scope `ZohoCRM.modules.search.ALL`.
        public static var zohoCRMModulesSearchALL: String { "ZohoCRM.modules.search.ALL" }
        /// The scope `ZohoCRM.modules.solutions.ALL`.
        public static var zohoCRMModulesSolutionsALL: String { "ZohoCRM.modules.solutions.ALL" }
        /// The scope `ZohoCRM.modules.tasks.ALL`.
        public static var zohoCRMModulesTasksALL: String { "ZohoCRM.modules.tasks.ALL" }
        /// The scope `ZohoCRM.modules.vendors.ALL`.
        public static var zohoCRMModulesVendorsALL: String { "ZohoCRM.modules.vendors.ALL" }
        /// The scope `ZohoCRM.notifications.CREATE`.
        public static var zohoCRMNotificationsCREATE: String { "ZohoCRM.notifications.CREATE" }
        /// The scope `ZohoCRM.notifications.DELETE`.
        public static var zohoCRMNotificationsDELETE: String { "ZohoCRM.notifications.DELETE" }
        /// The scope `ZohoCRM.notifications.READ`.
        public static var zohoCRMNotificationsREAD: String { "ZohoCRM.notifications.READ" }
        /// The scope `ZohoCRM.notifications.UPDATE`.
        public static var zohoCRMNotificationsUPDATE: String { "ZohoCRM.notifications.UPDATE" }
        /// The scope `ZohoCRM.org.ALL`.
        public static var zohoCRMOrgALL: String { "ZohoCRM.org.ALL" }
        /// The scope `ZohoCRM.settings.ALL`.
        public static var zohoCRMSettingsALL: String { "ZohoCRM.settings.ALL" }
        /// The scope `ZohoCRM.settings.currencies.ALL`.
        public static var zohoCRMSettingsCurrenciesALL: String { "ZohoCRM.settings.currencies.ALL" }
        /// The scope `ZohoCRM.settings.custom_buttons.ALL`.
        public static var zohoCRMSettingsCustomButtonsALL: String { "ZohoCRM.settings.custom_buttons.ALL" }
        /// The scope `ZohoCRM.settings.custom_links.ALL`.
        public static var zohoCRMSettingsCustomLinksALL: String { "ZohoCRM.settings.custom_links.ALL" }
        /// The scope `ZohoCRM.settings.custom_views.ALL`.
        public static var zohoCRMSettingsCustomViewsALL: String { "ZohoCRM.settings.custom_views.ALL" }
        /// The scope `ZohoCRM.settings.fields.ALL`.
        public static var zohoCRMSettingsFieldsALL: String { "ZohoCRM.settings.fields.ALL" }
        /// The scope `ZohoCRM.settings.layouts.ALL`.
        public static var zohoCRMSettingsLayoutsALL: String { "ZohoCRM.settings.layouts.ALL" }
        /// The scope `ZohoCRM.settings.macros.ALL`.
        public static var zohoCRMSettingsMacrosALL: String { "ZohoCRM.settings.macros.ALL" }
        /// The scope `ZohoCRM.settings.modules.ALL`.
        public static var zohoCRMSettingsModulesALL: String { "ZohoCRM.settings.modules.ALL" }
        /// The scope `ZohoCRM.settings.profiles.ALL`.
        public static var zohoCRMSettingsProfilesALL: String { "ZohoCRM.settings.profiles.ALL" }
        /// The scope `ZohoCRM.settings.related_lists.ALL`.
        public static var zohoCRMSettingsRelatedListsALL: String { "ZohoCRM.settings.related_lists.ALL" }
        /// The scope `ZohoCRM.settings.roles.ALL`.
        public static var zohoCRMSettingsRolesALL: String { "ZohoCRM.settings.roles.ALL" }
        /// The scope `ZohoCRM.settings.tab_groups.ALL`.
        public static var zohoCRMSettingsTabGroupsALL: String { "ZohoCRM.settings.tab_groups.ALL" }
        /// The scope `ZohoCRM.settings.tags.ALL`.
        public static var zohoCRMSettingsTagsALL: String { "ZohoCRM.settings.tags.ALL" }
        /// The scope `ZohoCRM.settings.territories.ALL`.
        public static var zohoCRMSettingsTerritoriesALL: String { "ZohoCRM.settings.territories.ALL" }
        /// The scope `ZohoCRM.settings.variables.ALL`.
        public static var zohoCRMSettingsVariablesALL: String { "ZohoCRM.settings.variables.ALL" }
        /// The scope `ZohoCRM.users.ALL`.
        public static var zohoCRMUsersALL: String { "ZohoCRM.users.ALL" }
        /// The scope `ZohoFiles.files.ALL`.
        public static var zohoFilesFilesALL: String { "ZohoFiles.files.ALL" }
    }
    /// Of Zoho Desk.
    public enum ZohoDesk {
        /// The scope `Desk.articles.ALL`.
        public static var deskArticlesALL: String { "Desk.articles.ALL" }
        /// The scope `Desk.articles.CREATE`.
        public static var deskArticlesCREATE: String { "Desk.articles.CREATE" }
        /// The scope `Desk.articles.DELETE`.
        public static var deskArticlesDELETE: String { "Desk.articles.DELETE" }
        /// The scope `Desk.articles.READ`.
        public static var deskArticlesREAD: String { "Desk.articles.READ" }
        /// The scope `Desk.articles.UPDATE`.
        public static var deskArticlesUPDATE: String { "Desk.articles.UPDATE" }
        /// The scope `Desk.basic.ALL`.
        public static var deskBasicALL: String { "Desk.basic.ALL" }
        /// The scope `Desk.basic.CREATE`.
        public static var deskBasicCREATE: String { "Desk.basic.CREATE" }
        /// The scope `Desk.basic.READ`.
        public static var deskBasicREAD: String { "Desk.basic.READ" }
        /// The scope `Desk.contacts.ALL`.
        public static var deskContactsALL: String { "Desk.contacts.ALL" }
        /// The scope `Desk.contacts.CREATE`.
        public static var deskContactsCREATE: String { "Desk.contacts.CREATE" }
        /// The scope `Desk.contacts.DELETE`.
        public static var deskContactsDELETE: String { "Desk.contacts.DELETE" }
        /// The scope `Desk.contacts.READ`.
        public static var deskContactsREAD: String { "Desk.contacts.READ" }
        /// The scope `Desk.contacts.UPDATE`.
        public static var deskContactsUPDATE: String { "Desk.contacts.UPDATE" }
        /// The scope `Desk.contacts.WRITE`.
        public static var deskContactsWRITE: String { "Desk.contacts.WRITE" }
        /// The scope `Desk.events.ALL`.
        public static var deskEventsALL: String { "Desk.events.ALL" }
        /// The scope `Desk.events.CREATE`.
        public static var deskEventsCREATE: String { "Desk.events.CREATE" }
        /// The scope `Desk.events.DELETE`.
        public static var deskEventsDELETE: String { "Desk.events.DELETE" }
        /// The scope `Desk.events.READ`.
        public static var deskEventsREAD: String { "Desk.events.READ" }
        /// The scope `Desk.events.UPDATE`.
        public static var deskEventsUPDATE: String { "Desk.events.UPDATE" }
        /// The scope `Desk.events.WRITE`.
        public static var deskEventsWRITE: String { "Desk.events.WRITE" }
        /// The scope `Desk.search.ALL`.
        public static var deskSearchALL: String { "Desk.search.ALL" }
        /// The scope `Desk.search.READ`.
        public static var deskSearchREAD: String { "Desk.search.READ" }
        /// The scope `Desk.settings.ALL`.
        public static var deskSettingsALL: String { "Desk.settings.ALL" }
        /// The scope `Desk.settings.CREATE`.
        public static var deskSettingsCREATE: String { "Desk.settings.CREATE" }
        /// The scope `Desk.settings.DELETE`.
        public static var deskSettingsDELETE: String { "Desk.settings.DELETE" }
        /// The scope `Desk.settings.READ`.
        public static var deskSettingsREAD: String { "Desk.settings.READ" }
        /// The scope `Desk.settings.UPDATE`.
        public static var deskSettingsUPDATE: String { "Desk.settings.UPDATE" }
        /// The scope `Desk.settings.WRITE`.
        public static var deskSettingsWRITE: String { "Desk.settings.WRITE" }
        /// The scope `Desk.tasks.ALL`.
        public static var deskTasksALL: String { "Desk.tasks.ALL" }
        /// The scope `Desk.tasks.CREATE`.
        public static var deskTasksCREATE: String { "Desk.tasks.CREATE" }
        /// The scope `Desk.tasks.DELETE`.
        public static var deskTasksDELETE: String { "Desk.tasks.DELETE" }
        /// The scope `Desk.tasks.READ`.
        public static var deskTasksREAD: String { "Desk.tasks.READ" }
        /// The scope `Desk.tasks.UPDATE`.
        public static var deskTasksUPDATE: String { "Desk.tasks.UPDATE" }
        /// The scope `Desk.tasks.WRITE`.
        public static var deskTasksWRITE: String { "Desk.tasks.WRITE" }
        /// The scope `Desk.tickets.ALL`.
        public static var deskTicketsALL: String { "Desk.tickets.ALL" }
        /// The scope `Desk.tickets.CREATE`.
        public static var deskTicketsCREATE: String { "Desk.tickets.CREATE" }
        /// The scope `Desk.tickets.DELETE`.
        public static var deskTicketsDELETE: String { "Desk.tickets.DELETE" }
        /// The scope `Desk.tickets.READ`.
        public static var deskTicketsREAD: String { "Desk.tickets.READ" }
        /// The scope `Desk.tickets.UPDATE`.
        public static var deskTicketsUPDATE: String { "Desk.tickets.UPDATE" }
        /// The scope `Desk.tickets.WRITE`.
        public static var deskTicketsWRITE: String { "Desk.tickets.WRITE" }
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `phone`.
        public static var phone: String { "phone" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Zoho Invoice.
    public enum ZohoInvoice {
        /// The scope `ZohoInvoice.contacts.ALL`.
        public static var zohoInvoiceContactsALL: String { "ZohoInvoice.contacts.ALL" }
        /// The scope `ZohoInvoice.contacts.CREATE`.
        public static var zohoInvoiceContactsCREATE: String { "ZohoInvoice.contacts.CREATE" }
        /// The scope `ZohoInvoice.contacts.DELETE`.
        public static var zohoInvoiceContactsDELETE: String { "ZohoInvoice.contacts.DELETE" }
        /// The scope `ZohoInvoice.contacts.READ`.
        public static var zohoInvoiceContactsREAD: String { "ZohoInvoice.contacts.READ" }
        /// The scope `ZohoInvoice.contacts.UPDATE`.
        public static var zohoInvoiceContactsUPDATE: String { "ZohoInvoice.contacts.UPDATE" }
        /// The scope `ZohoInvoice.creditnotes.ALL`.
        public static var zohoInvoiceCreditnotesALL: String { "ZohoInvoice.creditnotes.ALL" }
        /// The scope `ZohoInvoice.creditnotes.CREATE`.
        public static var zohoInvoiceCreditnotesCREATE: String { "ZohoInvoice.creditnotes.CREATE" }
        /// The scope `ZohoInvoice.creditnotes.DELETE`.
        public static var zohoInvoiceCreditnotesDELETE: String { "ZohoInvoice.creditnotes.DELETE" }
        /// The scope `ZohoInvoice.creditnotes.READ`.
        public static var zohoInvoiceCreditnotesREAD: String { "ZohoInvoice.creditnotes.READ" }
        /// The scope `ZohoInvoice.creditnotes.UPDATE`.
        public static var zohoInvoiceCreditnotesUPDATE: String { "ZohoInvoice.creditnotes.UPDATE" }
        /// The scope `ZohoInvoice.customerpayments.ALL`.
        public static var zohoInvoiceCustomerpaymentsALL: String { "ZohoInvoice.customerpayments.ALL" }
        /// The scope `ZohoInvoice.customerpayments.CREATE`.
        public static var zohoInvoiceCustomerpaymentsCREATE: String { "ZohoInvoice.customerpayments.CREATE" }
        /// The scope `ZohoInvoice.customerpayments.DELETE`.
        public static var zohoInvoiceCustomerpaymentsDELETE: String { "ZohoInvoice.customerpayments.DELETE" }
        /// The scope `ZohoInvoice.customerpayments.READ`.
        public static var zohoInvoiceCustomerpaymentsREAD: String { "ZohoInvoice.customerpayments.READ" }
        /// The scope `ZohoInvoice.customerpayments.UPDATE`.
        public static var zohoInvoiceCustomerpaymentsUPDATE: String { "ZohoInvoice.customerpayments.UPDATE" }
        /// The scope `ZohoInvoice.estimates.ALL`.
        public static var zohoInvoiceEstimatesALL: String { "ZohoInvoice.estimates.ALL" }
        /// The scope `ZohoInvoice.estimates.CREATE`.
        public static var zohoInvoiceEstimatesCREATE: String { "ZohoInvoice.estimates.CREATE" }
        /// The scope `ZohoInvoice.estimates.DELETE`.
        public static var zohoInvoiceEstimatesDELETE: String { "ZohoInvoice.estimates.DELETE" }
        /// The scope `ZohoInvoice.estimates.READ`.
        public static var zohoInvoiceEstimatesREAD: String { "ZohoInvoice.estimates.READ" }
        /// The scope `ZohoInvoice.estimates.UPDATE`.
        public static var zohoInvoiceEstimatesUPDATE: String { "ZohoInvoice.estimates.UPDATE" }
        /// The scope `ZohoInvoice.expenses.ALL`.
        public static var zohoInvoiceExpensesALL: String { "ZohoInvoice.expenses.ALL" }
        /// The scope `ZohoInvoice.expenses.CREATE`.
        public static var zohoInvoiceExpensesCREATE: String { "ZohoInvoice.expenses.CREATE" }
        /// The scope `ZohoInvoice.expenses.DELETE`.
        public static var zohoInvoiceExpensesDELETE: String { "ZohoInvoice.expenses.DELETE" }
        /// The scope `ZohoInvoice.expenses.READ`.
        public static var zohoInvoiceExpensesREAD: String { "ZohoInvoice.expenses.READ" }
        /// The scope `ZohoInvoice.expenses.UPDATE`.
        public static var zohoInvoiceExpensesUPDATE: String { "ZohoInvoice.expenses.UPDATE" }
        /// The scope `ZohoInvoice.invoices.ALL`.
        public static var zohoInvoiceInvoicesALL: String { "ZohoInvoice.invoices.ALL" }
        /// The scope `ZohoInvoice.invoices.CREATE`.
        public static var zohoInvoiceInvoicesCREATE: String { "ZohoInvoice.invoices.CREATE" }
        /// The scope `ZohoInvoice.invoices.DELETE`.
        public static var zohoInvoiceInvoicesDELETE: String { "ZohoInvoice.invoices.DELETE" }
        /// The scope `ZohoInvoice.invoices.READ`.
        public static var zohoInvoiceInvoicesREAD: String { "ZohoInvoice.invoices.READ" }
        /// The scope `ZohoInvoice.invoices.UPDATE`.
        public static var zohoInvoiceInvoicesUPDATE: String { "ZohoInvoice.invoices.UPDATE" }
        /// The scope `ZohoInvoice.items.ALL`.
        public static var zohoInvoiceItemsALL: String { "ZohoInvoice.items.ALL" }
        /// The scope `ZohoInvoice.items.CREATE`.
        public static var zohoInvoiceItemsCREATE: String { "ZohoInvoice.items.CREATE" }
        /// The scope `ZohoInvoice.items.DELETE`.
        public static var zohoInvoiceItemsDELETE: String { "ZohoInvoice.items.DELETE" }
        /// The scope `ZohoInvoice.items.READ`.
        public static var zohoInvoiceItemsREAD: String { "ZohoInvoice.items.READ" }
        /// The scope `ZohoInvoice.items.UPDATE`.
        public static var zohoInvoiceItemsUPDATE: String { "ZohoInvoice.items.UPDATE" }
        /// The scope `ZohoInvoice.projects.ALL`.
        public static var zohoInvoiceProjectsALL: String { "ZohoInvoice.projects.ALL" }
        /// The scope `ZohoInvoice.projects.CREATE`.
        public static var zohoInvoiceProjectsCREATE: String { "ZohoInvoice.projects.CREATE" }
        /// The scope `ZohoInvoice.projects.DELETE`.
        public static var zohoInvoiceProjectsDELETE: String { "ZohoInvoice.projects.DELETE" }
        /// The scope `ZohoInvoice.projects.READ`.
        public static var zohoInvoiceProjectsREAD: String { "ZohoInvoice.projects.READ" }
        /// The scope `ZohoInvoice.projects.UPDATE`.
        public static var zohoInvoiceProjectsUPDATE: String { "ZohoInvoice.projects.UPDATE" }
        /// The scope `ZohoInvoice.recurringexpenses.ALL`.
        public static var zohoInvoiceRecurringexpensesALL: String { "ZohoInvoice.recurringexpenses.ALL" }
        /// The scope `ZohoInvoice.recurringexpenses.CREATE`.
        public static var zohoInvoiceRecurringexpensesCREATE: String { "ZohoInvoice.recurringexpenses.CREATE" }
        /// The scope `ZohoInvoice.recurringexpenses.DELETE`.
        public static var zohoInvoiceRecurringexpensesDELETE: String { "ZohoInvoice.recurringexpenses.DELETE" }
        /// The scope `ZohoInvoice.recurringexpenses.READ`.
        public static var zohoInvoiceRecurringexpensesREAD: String { "ZohoInvoice.recurringexpenses.READ" }
        /// The scope `ZohoInvoice.recurringexpenses.UPDATE`.
        public static var zohoInvoiceRecurringexpensesUPDATE: String { "ZohoInvoice.recurringexpenses.UPDATE" }
        /// The scope `ZohoInvoice.recurringinvoices.ALL`.
        public static var zohoInvoiceRecurringinvoicesALL: String { "ZohoInvoice.recurringinvoices.ALL" }
        /// The scope `ZohoInvoice.recurringinvoices.CREATE`.
        public static var zohoInvoiceRecurringinvoicesCREATE: String { "ZohoInvoice.recurringinvoices.CREATE" }
        /// The scope `ZohoInvoice.recurringinvoices.DELETE`.
        public static var zohoInvoiceRecurringinvoicesDELETE: String { "ZohoInvoice.recurringinvoices.DELETE" }
        /// The scope `ZohoInvoice.recurringinvoices.READ`.
        public static var zohoInvoiceRecurringinvoicesREAD: String { "ZohoInvoice.recurringinvoices.READ" }
        /// The scope `ZohoInvoice.recurringinvoices.UPDATE`.
        public static var zohoInvoiceRecurringinvoicesUPDATE: String { "ZohoInvoice.recurringinvoices.UPDATE" }
        /// The scope `ZohoInvoice.retainerinvoices.ALL`.
        public static var zohoInvoiceRetainerinvoicesALL: String { "ZohoInvoice.retainerinvoices.ALL" }
        /// The scope `ZohoInvoice.retainerinvoices.CREATE`.
        public static var zohoInvoiceRetainerinvoicesCREATE: String { "ZohoInvoice.retainerinvoices.CREATE" }
        /// The scope `ZohoInvoice.retainerinvoices.DELETE`.
        public static var zohoInvoiceRetainerinvoicesDELETE: String { "ZohoInvoice.retainerinvoices.DELETE" }
        /// The scope `ZohoInvoice.retainerinvoices.READ`.
        public static var zohoInvoiceRetainerinvoicesREAD: String { "ZohoInvoice.retainerinvoices.READ" }
        /// The scope `ZohoInvoice.retainerinvoices.UPDATE`.
        public static var zohoInvoiceRetainerinvoicesUPDATE: String { "ZohoInvoice.retainerinvoices.UPDATE" }
        /// The scope `ZohoInvoice.settings.ALL`.
        public static var zohoInvoiceSettingsALL: String { "ZohoInvoice.settings.ALL" }
        /// The scope `ZohoInvoice.settings.CREATE`.
        public static var zohoInvoiceSettingsCREATE: String { "ZohoInvoice.settings.CREATE" }
        /// The scope `ZohoInvoice.settings.DELETE`.
        public static var zohoInvoiceSettingsDELETE: String { "ZohoInvoice.settings.DELETE" }
        /// The scope `ZohoInvoice.settings.READ`.
        public static var zohoInvoiceSettingsREAD: String { "ZohoInvoice.settings.READ" }
        /// The scope `ZohoInvoice.settings.UPDATE`.
        public static var zohoInvoiceSettingsUPDATE: String { "ZohoInvoice.settings.UPDATE" }
        /// The scope `email`.
        public static var email: String { "email" }
        /// The scope `openid`.
        public static var openid: String { "openid" }
        /// The scope `phone`.
        public static var phone: String { "phone" }
        /// The scope `profile`.
        public static var profile: String { "profile" }
    }
    /// Of Zoho Mail.
    public enum ZohoMail {
        /// The scope `ZohoMail.accounts.READ`.
        public static var zohoMailAccountsREAD: String { "ZohoMail.accounts.READ" }
        /// The scope `ZohoMail.attachments.ALL`.
        public static var zohoMailAttachmentsALL: String { "ZohoMail.attachments.ALL" }
        /// The scope `ZohoMail.attachments.READ`.
        public static var zohoMailAttachmentsREAD: String { "ZohoMail.attachments.READ" }
        /// The scope `ZohoMail.contacts.ALL`.
        public static var zohoMailContactsALL: String { "ZohoMail.contacts.ALL" }
        /// The scope `ZohoMail.contacts.READ`.
        public static var zohoMailContactsREAD: String { "ZohoMail.contacts.READ" }
        /// The scope `ZohoMail.folders.ALL`.
        public static var zohoMailFoldersALL: String { "ZohoMail.folders.ALL" }
        /// The scope `ZohoMail.folders.READ`.
        public static var zohoMailFoldersREAD: String { "ZohoMail.folders.READ" }
        /// The scope `ZohoMail.messages.ALL`.
        public static var zohoMailMessagesALL: String { "ZohoMail.messages.ALL" }
        /// The scope `ZohoMail.messages.CREATE`.
        public static var zohoMailMessagesCREATE: String { "ZohoMail.messages.CREATE" }
        /// The scope `ZohoMail.messages.DELETE`.
        public static var zohoMailMessagesDELETE: String { "ZohoMail.messages.DELETE" }
        /// The scope `ZohoMail.messages.READ`.
        public static var zohoMailMessagesREAD: String { "ZohoMail.messages.READ" }
        /// The scope `ZohoMail.messages.UPDATE`.
        public static var zohoMailMessagesUPDATE: String { "ZohoMail.messages.UPDATE" }
        /// The scope `ZohoMail.notes.ALL`.
        public static var zohoMailNotesALL: String { "ZohoMail.notes.ALL" }
        /// The scope `ZohoMail.notes.READ`.
        public static var zohoMailNotesREAD: String { "ZohoMail.notes.READ" }
        /// The scope `ZohoMail.organization.accounts.READ`.
        public static var zohoMailOrganizationAccountsREAD: String { "ZohoMail.organization.accounts.READ" }
        /// The scope `ZohoMail.tags.ALL`.
        public static var zohoMailTagsALL: String { "ZohoMail.tags.ALL" }
        /// The scope `ZohoMail.tags.READ`.
        public static var zohoMailTagsREAD: String { "ZohoMail.tags.READ" }
        /// The scope `ZohoMail.tasks.ALL`.
        public static var zohoMailTasksALL: String { "ZohoMail.tasks.ALL" }
        /// The scope `ZohoMail.tasks.READ`.
        public static var zohoMailTasksREAD: String { "ZohoMail.tasks.READ" }
    }
    /// Of Zoom.
    public enum Zoom {
        /// The scope `account:master`.
        public static var accountMaster: String { "account:master" }
        /// The scope `account:read:admin`.
        public static var accountReadAdmin: String { "account:read:admin" }
        /// The scope `account:write:admin`.
        public static var accountWriteAdmin: String { "account:write:admin" }
        /// The scope `aic_archive:read:admin`.
        public static var aicArchiveReadAdmin: String { "aic_archive:read:admin" }
        /// The scope `apiconnector:master`.
        public static var apiconnectorMaster: String { "apiconnector:master" }
        /// The scope `apiconnector:read:admin`.
        public static var apiconnectorReadAdmin: String { "apiconnector:read:admin" }
        /// The scope `apiconnector:write:admin`.
        public static var apiconnectorWriteAdmin: String { "apiconnector:write:admin" }
        /// The scope `app:deeplink:write`.
        public static var appDeeplinkWrite: String { "app:deeplink:write" }
        /// The scope `app:deeplink:write:admin`.
        public static var appDeeplinkWriteAdmin: String { "app:deeplink:write:admin" }
        /// The scope `app:notification:read`.
        public static var appNotificationRead: String { "app:notification:read" }
        /// The scope `app:notification:write`.
        public static var appNotificationWrite: String { "app:notification:write" }
        /// The scope `billing:master`.
        public static var billingMaster: String { "billing:master" }
        /// See your calendars.
        public static var calendarRead: String { "calendar:read" }
        /// The scope `calendar:read:admin`.
        public static var calendarReadAdmin: String { "calendar:read:admin" }
        /// See and change your calendars.
        public static var calendarWrite: String { "calendar:write" }
        /// The scope `calendar:write:admin`.
        public static var calendarWriteAdmin: String { "calendar:write:admin" }
        /// The scope `chat:read`.
        public static var chatRead: String { "chat:read" }
        /// The scope `chat:read:admin`.
        public static var chatReadAdmin: String { "chat:read:admin" }
        /// The scope `chat:write`.
        public static var chatWrite: String { "chat:write" }
        /// The scope `chat:write:admin`.
        public static var chatWriteAdmin: String { "chat:write:admin" }
        /// See your chat channels.
        public static var chatChannelRead: String { "chat_channel:read" }
        /// The scope `chat_channel:read:admin`.
        public static var chatChannelReadAdmin: String { "chat_channel:read:admin" }
        /// The scope `chat_channel:read:member`.
        public static var chatChannelReadMember: String { "chat_channel:read:member" }
        /// See and change your chat channels.
        public static var chatChannelWrite: String { "chat_channel:write" }
        /// The scope `chat_channel:write:admin`.
        public static var chatChannelWriteAdmin: String { "chat_channel:write:admin" }
        /// The scope `chat_contact:read`.
        public static var chatContactRead: String { "chat_contact:read" }
        /// The scope `chat_contact:write`.
        public static var chatContactWrite: String { "chat_contact:write" }
        /// The scope `chat_contact:write:admin`.
        public static var chatContactWriteAdmin: String { "chat_contact:write:admin" }
        /// The scope `chat_event:write`.
        public static var chatEventWrite: String { "chat_event:write" }
        /// The scope `chat_event:write:admin`.
        public static var chatEventWriteAdmin: String { "chat_event:write:admin" }
        /// The scope `chat_history_legal_hold:read:admin`.
        public static var chatHistoryLegalHoldReadAdmin: String { "chat_history_legal_hold:read:admin" }
        /// The scope `chat_history_legal_hold:write:admin`.
        public static var chatHistoryLegalHoldWriteAdmin: String { "chat_history_legal_hold:write:admin" }
        /// Read your chat messages.
        public static var chatMessageRead: String { "chat_message:read" }
        /// The scope `chat_message:read:admin`.
        public static var chatMessageReadAdmin: String { "chat_message:read:admin" }
        /// Write chat messages in your name.
        public static var chatMessageWrite: String { "chat_message:write" }
        /// The scope `chat_message:write:admin`.
        public static var chatMessageWriteAdmin: String { "chat_message:write:admin" }
        /// The scope `chat_migration:read:admin`.
        public static var chatMigrationReadAdmin: String { "chat_migration:read:admin" }
        /// The scope `chat_migration:write:admin`.
        public static var chatMigrationWriteAdmin: String { "chat_migration:write:admin" }
        /// The scope `clinical_note:read:admin`.
        public static var clinicalNoteReadAdmin: String { "clinical_note:read:admin" }
        /// The scope `clinical_note:update:admin`.
        public static var clinicalNoteUpdateAdmin: String { "clinical_note:update:admin" }
        /// The scope `clips:read`.
        public static var clipsRead: String { "clips:read" }
        /// The scope `clips:read:admin`.
        public static var clipsReadAdmin: String { "clips:read:admin" }
        /// The scope `clips:read:master`.
        public static var clipsReadMaster: String { "clips:read:master" }
        /// The scope `clips:write`.
        public static var clipsWrite: String { "clips:write" }
        /// The scope `clips:write:admin`.
        public static var clipsWriteAdmin: String { "clips:write:admin" }
        /// See your contacts.
        public static var contactRead: String { "contact:read" }
        /// The scope `contact:read:admin`.
        public static var contactReadAdmin: String { "contact:read:admin" }
        /// The scope `contact_center_asset_library:read:admin`.
        public static var contactCenterAssetLibraryReadAdmin: String { "contact_center_asset_library:read:admin" }
        /// The scope `contact_center_asset_library:write:admin`.
        public static var contactCenterAssetLibraryWriteAdmin: String { "contact_center_asset_library:write:admin" }
        /// The scope `contact_center_attachment:read:admin`.
        public static var contactCenterAttachmentReadAdmin: String { "contact_center_attachment:read:admin" }
        /// The scope `contact_center_block_list_rules:read:admin`.
        public static var contactCenterBlockListRulesReadAdmin: String { "contact_center_block_list_rules:read:admin" }
        /// The scope `contact_center_block_list_rules:write:admin`.
        public static var contactCenterBlockListRulesWriteAdmin: String { "contact_center_block_list_rules:write:admin" }
        /// The scope `contact_center_contact:read:admin`.
        public static var contactCenterContactReadAdmin: String { "contact_center_contact:read:admin" }
        /// The scope `contact_center_contact:write:admin`.
        public static var contactCenterContactWriteAdmin: String { "contact_center_contact:write:admin" }
        /// The scope `contact_center_disposition:read:admin`.
        public static var contactCenterDispositionReadAdmin: String { "contact_center_disposition:read:admin" }
        /// The scope `contact_center_disposition:write:admin`.
        public static var contactCenterDispositionWriteAdmin: String { "contact_center_disposition:write:admin" }
        /// The scope `contact_center_engagement:read:admin`.
        public static var contactCenterEngagementReadAdmin: String { "contact_center_engagement:read:admin" }
        /// The scope `contact_center_engagement:write:admin`.
        public static var contactCenterEngagementWriteAdmin: String { "contact_center_engagement:write:admin" }
        /// The scope `contact_center_flow:read:admin`.
        public static var contactCenterFlowReadAdmin: String { "contact_center_flow:read:admin" }
        /// The scope `contact_center_flow:write:admin`.
        public static var contactCenterFlowWriteAdmin: String { "contact_center_flow:write:admin" }
        /// The scope `contact_center_follow_up_task:read:admin`.
        public static var contactCenterFollowUpTaskReadAdmin: String { "contact_center_follow_up_task:read:admin" }
        /// The scope `contact_center_follow_up_task:write`.
        public static var contactCenterFollowUpTaskWrite: String { "contact_center_follow_up_task:write" }
        /// The scope `contact_center_inbox:read:admin`.
        public static var contactCenterInboxReadAdmin: String { "contact_center_inbox:read:admin" }
        /// The scope `contact_center_inbox:write:admin`.
        public static var contactCenterInboxWriteAdmin: String { "contact_center_inbox:write:admin" }
        /// The scope `contact_center_messaging:read:admin`.
        public static var contactCenterMessagingReadAdmin: String { "contact_center_messaging:read:admin" }
        /// The scope `contact_center_messaging:write:admin`.
        public static var contactCenterMessagingWriteAdmin: String { "contact_center_messaging:write:admin" }
        /// The scope `contact_center_note:read:admin`.
        public static var contactCenterNoteReadAdmin: String { "contact_center_note:read:admin" }
        /// The scope `contact_center_note:write`.
        public static var contactCenterNoteWrite: String { "contact_center_note:write" }
        /// The scope `contact_center_operating_hours:read:admin`.
        public static var contactCenterOperatingHoursReadAdmin: String { "contact_center_operating_hours:read:admin" }
        /// The scope `contact_center_operating_hours:write:admin`.
        public static var contactCenterOperatingHoursWriteAdmin: String { "contact_center_operating_hours:write:admin" }
        /// The scope `contact_center_operation_logs:read:admin`.
        public static var contactCenterOperationLogsReadAdmin: String { "contact_center_operation_logs:read:admin" }
        /// The scope `contact_center_outbound_campaign:delete:admin`.
        public static var contactCenterOutboundCampaignDeleteAdmin: String { "contact_center_outbound_campaign:delete:admin" }
        /// The scope `contact_center_outbound_campaign:read:admin`.
        public static var contactCenterOutboundCampaignReadAdmin: String { "contact_center_outbound_campaign:read:admin" }
        /// The scope `contact_center_outbound_campaign:update:admin`.
        public static var contactCenterOutboundCampaignUpdateAdmin: String { "contact_center_outbound_campaign:update:admin" }
        /// The scope `contact_center_outbound_campaign:write:admin`.
        public static var contactCenterOutboundCampaignWriteAdmin: String { "contact_center_outbound_campaign:write:admin" }
        /// The scope `contact_center_outbound_campaign_contactlist:read:admin`.
        public static var contactCenterOutboundCampaignContactlistReadAdmin: String { "contact_center_outbound_campaign_contactlist:read:admin" }
        /// The scope `contact_center_outbound_campaign_contactlist:write:admin`.
        public static var contactCenterOutboundCampaignContactlistWriteAdmin: String { "contact_center_outbound_campaign_contactlist:write:admin" }
        /// The scope `contact_center_outbound_campaign_contacts:read:admin`.
        public static var contactCenterOutboundCampaignContactsReadAdmin: String { "contact_center_outbound_campaign_contacts:read:admin" }
        /// The scope `contact_center_outbound_campaign_contacts:write:admin`.
        public static var contactCenterOutboundCampaignContactsWriteAdmin: String { "contact_center_outbound_campaign_contacts:write:admin" }
        /// The scope `contact_center_outbound_campaign_dnc_list_phones:read:admin`.
        public static var contactCenterOutboundCampaignDncListPhonesReadAdmin: String { "contact_center_outbound_campaign_dnc_list_phones:read:admin" }
        /// The scope `contact_center_outbound_campaign_dnc_list_phones:write:admin`.
        public static var contactCenterOutboundCampaignDncListPhonesWriteAdmin: String { "contact_center_outbound_campaign_dnc_list_phones:write:admin" }
        /// The scope `contact_center_preference:read:admin`.
        public static var contactCenterPreferenceReadAdmin: String { "contact_center_preference:read:admin" }
        /// The scope `contact_center_preference:write:admin`.
        public static var contactCenterPreferenceWriteAdmin: String { "contact_center_preference:write:admin" }
        /// The scope `contact_center_queue:read:admin`.
        public static var contactCenterQueueReadAdmin: String { "contact_center_queue:read:admin" }
        /// The scope `contact_center_queue:write:admin`.
        public static var contactCenterQueueWriteAdmin: String { "contact_center_queue:write:admin" }
        /// The scope `contact_center_recording:read`.
        public static var contactCenterRecordingRead: String { "contact_center_recording:read" }
        /// The scope `contact_center_recording:read:admin`.
        public static var contactCenterRecordingReadAdmin: String { "contact_center_recording:read:admin" }
        /// The scope `contact_center_recording:write:admin`.
        public static var contactCenterRecordingWriteAdmin: String { "contact_center_recording:write:admin" }
        /// The scope `contact_center_region:read:admin`.
        public static var contactCenterRegionReadAdmin: String { "contact_center_region:read:admin" }
        /// The scope `contact_center_region:write:admin`.
        public static var contactCenterRegionWriteAdmin: String { "contact_center_region:write:admin" }
        /// The scope `contact_center_report:read:admin`.
        public static var contactCenterReportReadAdmin: String { "contact_center_report:read:admin" }
        /// The scope `contact_center_role:read:admin`.
        public static var contactCenterRoleReadAdmin: String { "contact_center_role:read:admin" }
        /// The scope `contact_center_role:write:admin`.
        public static var contactCenterRoleWriteAdmin: String { "contact_center_role:write:admin" }
        /// The scope `contact_center_routing_profile:read:admin`.
        public static var contactCenterRoutingProfileReadAdmin: String { "contact_center_routing_profile:read:admin" }
        /// The scope `contact_center_routing_profile:write:admin`.
        public static var contactCenterRoutingProfileWriteAdmin: String { "contact_center_routing_profile:write:admin" }
        /// The scope `contact_center_rtms:write:admin`.
        public static var contactCenterRtmsWriteAdmin: String { "contact_center_rtms:write:admin" }
        /// The scope `contact_center_skill:read:admin`.
        public static var contactCenterSkillReadAdmin: String { "contact_center_skill:read:admin" }
        /// The scope `contact_center_skill:write:admin`.
        public static var contactCenterSkillWriteAdmin: String { "contact_center_skill:write:admin" }
        /// The scope `contact_center_sms:master`.
        public static var contactCenterSmsMaster: String { "contact_center_sms:master" }
        /// The scope `contact_center_sms:read:admin`.
        public static var contactCenterSmsReadAdmin: String { "contact_center_sms:read:admin" }
        /// The scope `contact_center_sms:write:admin`.
        public static var contactCenterSmsWriteAdmin: String { "contact_center_sms:write:admin" }
        /// The scope `contact_center_team:read:admin`.
        public static var contactCenterTeamReadAdmin: String { "contact_center_team:read:admin" }
        /// The scope `contact_center_team:write:admin`.
        public static var contactCenterTeamWriteAdmin: String { "contact_center_team:write:admin" }
        /// The scope `contact_center_user:read:admin`.
        public static var contactCenterUserReadAdmin: String { "contact_center_user:read:admin" }
        /// The scope `contact_center_user:write:admin`.
        public static var contactCenterUserWriteAdmin: String { "contact_center_user:write:admin" }
        /// The scope `contact_center_user_template:read:admin`.
        public static var contactCenterUserTemplateReadAdmin: String { "contact_center_user_template:read:admin" }
        /// The scope `contact_center_user_template:write:admin`.
        public static var contactCenterUserTemplateWriteAdmin: String { "contact_center_user_template:write:admin" }
        /// The scope `contact_center_variable:read:admin`.
        public static var contactCenterVariableReadAdmin: String { "contact_center_variable:read:admin" }
        /// The scope `contact_center_variable:write:admin`.
        public static var contactCenterVariableWriteAdmin: String { "contact_center_variable:write:admin" }
        /// The scope `contact_center_variable_log:read:admin`.
        public static var contactCenterVariableLogReadAdmin: String { "contact_center_variable_log:read:admin" }
        /// The scope `contact_center_variable_log:write:admin`.
        public static var contactCenterVariableLogWriteAdmin: String { "contact_center_variable_log:write:admin" }
        /// The scope `contact_center_voice_call:master`.
        public static var contactCenterVoiceCallMaster: String { "contact_center_voice_call:master" }
        /// The scope `contact_center_voice_call:read:admin`.
        public static var contactCenterVoiceCallReadAdmin: String { "contact_center_voice_call:read:admin" }
        /// The scope `contact_group:read:admin`.
        public static var contactGroupReadAdmin: String { "contact_group:read:admin" }
        /// The scope `contact_group:write:admin`.
        public static var contactGroupWriteAdmin: String { "contact_group:write:admin" }
        /// The scope `crc:master`.
        public static var crcMaster: String { "crc:master" }
        /// The scope `crc:read:admin`.
        public static var crcReadAdmin: String { "crc:read:admin" }
        /// The scope `crc_account:master`.
        public static var crcAccountMaster: String { "crc_account:master" }
        /// The scope `crc_account:read:admin`.
        public static var crcAccountReadAdmin: String { "crc_account:read:admin" }
        /// The scope `crc_account:write:admin`.
        public static var crcAccountWriteAdmin: String { "crc_account:write:admin" }
        /// The scope `crc_rooms:master`.
        public static var crcRoomsMaster: String { "crc_rooms:master" }
        /// The scope `crc_rooms:read:admin`.
        public static var crcRoomsReadAdmin: String { "crc_rooms:read:admin" }
        /// The scope `crc_rooms:write:admin`.
        public static var crcRoomsWriteAdmin: String { "crc_rooms:write:admin" }
        /// The scope `dashboard:master`.
        public static var dashboardMaster: String { "dashboard:master" }
        /// The scope `dashboard:read:admin`.
        public static var dashboardReadAdmin: String { "dashboard:read:admin" }
        /// The scope `dashboard_crc:read:admin`.
        public static var dashboardCrcReadAdmin: String { "dashboard_crc:read:admin" }
        /// The scope `dashboard_home:read:admin`.
        public static var dashboardHomeReadAdmin: String { "dashboard_home:read:admin" }
        /// The scope `dashboard_im:read:admin`.
        public static var dashboardImReadAdmin: String { "dashboard_im:read:admin" }
        /// The scope `dashboard_meetings:read:admin`.
        public static var dashboardMeetingsReadAdmin: String { "dashboard_meetings:read:admin" }
        /// The scope `dashboard_webinars:read:admin`.
        public static var dashboardWebinarsReadAdmin: String { "dashboard_webinars:read:admin" }
        /// The scope `dashboard_zr:read:admin`.
        public static var dashboardZrReadAdmin: String { "dashboard_zr:read:admin" }
        /// The scope `data_request:read:admin`.
        public static var dataRequestReadAdmin: String { "data_request:read:admin" }
        /// The scope `data_request:write:admin`.
        public static var dataRequestWriteAdmin: String { "data_request:write:admin" }
        /// The scope `device:read:admin`.
        public static var deviceReadAdmin: String { "device:read:admin" }
        /// The scope `device:write:admin`.
        public static var deviceWriteAdmin: String { "device:write:admin" }
        /// The scope `dialer:read:admin`.
        public static var dialerReadAdmin: String { "dialer:read:admin" }
        /// The scope `dialer:write:admin`.
        public static var dialerWriteAdmin: String { "dialer:write:admin" }
        /// The scope `division:read:admin`.
        public static var divisionReadAdmin: String { "division:read:admin" }
        /// The scope `division:wirte:admin`.
        public static var divisionWirteAdmin: String { "division:wirte:admin" }
        /// The scope `docs:delete`.
        public static var docsDelete: String { "docs:delete" }
        /// The scope `docs:delete:admin`.
        public static var docsDeleteAdmin: String { "docs:delete:admin" }
        /// The scope `docs:read`.
        public static var docsRead: String { "docs:read" }
        /// The scope `docs:read:admin`.
        public static var docsReadAdmin: String { "docs:read:admin" }
        /// The scope `docs:write`.
        public static var docsWrite: String { "docs:write" }
        /// The scope `docs:write:admin`.
        public static var docsWriteAdmin: String { "docs:write:admin" }
        /// The scope `docs_collaborator:delete`.
        public static var docsCollaboratorDelete: String { "docs_collaborator:delete" }
        /// The scope `docs_collaborator:delete:admin`.
        public static var docsCollaboratorDeleteAdmin: String { "docs_collaborator:delete:admin" }
        /// The scope `docs_collaborator:read`.
        public static var docsCollaboratorRead: String { "docs_collaborator:read" }
        /// The scope `docs_collaborator:read:admin`.
        public static var docsCollaboratorReadAdmin: String { "docs_collaborator:read:admin" }
        /// The scope `docs_collaborator:write`.
        public static var docsCollaboratorWrite: String { "docs_collaborator:write" }
    }
}
