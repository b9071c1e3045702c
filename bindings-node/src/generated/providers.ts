// Generated from bindings-common by `cargo xtask types`. Do not edit.

/** The providers of the catalogue. */
export type ProviderSlug =
  | '23andme' | 'active-campaign' | 'acuity-scheduling' | 'adobe' | 'affinity' | 'aha' | 'aircall' | 'airtable' |
  'airtop' | 'alien-vault' | 'amazon' | 'amocrm' | 'amplitude' | 'anrok' | 'anthropic' | 'anvil' | 'apaleo' |
  'apify' | 'apitemplate-io' | 'appfollow' | 'arcgis' | 'asana' | 'ashby' | 'assembla' | 'assemblyai' | 'atlas-so' |
  'atlassian' | 'attention' | 'attio' | 'auth0' | 'autodesk' | 'avalara' | 'avoma' | 'aweber' | 'azure-devops' |
  'azure-openai' | 'baidu' | 'bannerbear' | 'basecamp' | 'basin' | 'battlenet' | 'beamer' | 'beehiiv' |
  'better-stack' | 'bettercontact' | 'bexio' | 'bigcommerce' | 'bird' | 'bitbucket' | 'bitly' | 'blackbaud' |
  'blandai' | 'boldsign' | 'bonjoro' | 'box' | 'brandfetch' | 'brave-search' | 'braze' | 'breezy-hr' | 'brevo' |
  'brex' | 'browse-ai' | 'buffer' | 'bungie' | 'buttondown' | 'calendly' | 'callrail' | 'campaign-monitor' |
  'canva' | 'capsule-crm' | 'carbone' | 'certn' | 'chargebee' | 'chart-mogul' | 'chatbase' | 'checkhq' |
  'chili-piper' | 'chorus' | 'circle-so' | 'clarifai' | 'clerk' | 'clever' | 'clickhouse' | 'clicksend' | 'clickup' |
  'clio' | 'clockify' | 'close' | 'cloudbeds' | 'cloudflare' | 'cloudtalk' | 'clover' | 'coda' | 'cognito' |
  'cognito-forms' | 'coinbase' | 'companycam' | 'confluence' | 'constant-contact' | 'conta-azul' | 'contactout' |
  'convert' | 'crisp' | 'crunchbase' | 'cursor' | 'customer-io' | 'cyberimpact' | 'dailymotion' | 'databricks' |
  'deel' | 'deepgram' | 'deepl' | 'delighted' | 'deviantart' | 'devin' | 'dialpad' | 'diffbot' | 'digitalocean' |
  'dingtalk' | 'discogs' | 'discolike' | 'discord' | 'dixa' | 'document360' | 'docusign' | 'drata' | 'dribbble' |
  'drip' | 'dropbox' | 'dropbox-sign' | 'dub' | 'dumpling-ai' | 'dynamic-mockups' | 'dynatrace' | 'easypost' |
  'ebay' | 'eden-ai' | 'egnyte' | 'elevenlabs' | 'emailoctopus' | 'enrichlayer' | 'envoy' | 'epic-games' | 'etsy' |
  'eve-online' | 'eventbrite' | 'everhour' | 'exa' | 'exact-online' | 'exist' | 'facebook' | 'factorial' |
  'familysearch' | 'fathom' | 'fathom-analytics' | 'feedly' | 'fellow' | 'figma' | 'findymail' | 'firecrawl' |
  'fireflies' | 'fitbit' | 'flickr' | 'float' | 'folk' | 'followupboss' | 'formstack' | 'fortnox' | 'forty-two' |
  'frame' | 'freeagent' | 'freepik' | 'freshbooks' | 'freshdesk' | 'freshservice' | 'front' | 'gamma' |
  'geckoboard' | 'gem' | 'genius' | 'get-response' | 'gitee' | 'github' | 'gitlab' | 'gladia' | 'gong' |
  'google-ads' | 'google-analytics' | 'google-bigquery' | 'google-calendar' | 'google-chat' |
  'google-cloud-storage' | 'google-contacts' | 'google-docs' | 'google-drive' | 'google-forms' | 'google-gemini' |
  'google-mail' | 'google-meet' | 'google-my-business' | 'google-search-console' | 'google-sheet' | 'google-slides' |
  'google-tasks' | 'google-workspace' | 'google-workspace-admin' | 'gorgias' | 'granola' | 'greenhouse' |
  'greenhouse-harvest' | 'greenhouse-job-board' | 'groove' | 'groq' | 'gumroad' | 'guru' | 'gusto' | 'harvest' |
  'head-hunter' | 'heartbeat' | 'helpscout-mailbox' | 'heroku' | 'heyreach' | 'highlevel' | 'housecall-pro' |
  'hubspot' | 'hubstaff' | 'hugging-face' | 'humaans-io' | 'hunter' | 'imgur' | 'incident-io' | 'influencers-club' |
  'insightly' | 'instagram' | 'instantly' | 'intercom' | 'invoiceninja' | 'ironclad' | 'jira' | 'jobadder' |
  'jobber' | 'jotform' | 'kakao' | 'keap' | 'kick' | 'kit' | 'klaviyo' | 'klipfolio' | 'lattice' | 'leadfeeder' |
  'leadmagic' | 'lemlist' | 'lemon-squeezy' | 'lessonly' | 'lever' | 'lichess' | 'line' | 'linear' | 'linkedin' |
  'livestorm' | 'lob' | 'lokalise' | 'loop-returns' | 'loops-so' | 'luma' | 'mailchimp' | 'mailer-lite' |
  'mailercheck' | 'mailgun' | 'mailjet' | 'mailup' | 'manatal' | 'meetup' | 'meistertask' | 'mem' |
  'microsoft-calendar' | 'microsoft-onedrive' | 'microsoft-outlook' | 'microsoft-planner' | 'microsoft-power-bi' |
  'microsoft-sharepoint' | 'microsoft-teams' | 'mindee' | 'miro' | 'mistral-ai' | 'mixmax' | 'mixpanel' | 'monday' |
  'moonclerk' | 'mural' | 'murf-api' | 'musicbrainz' | 'myob' | 'nationbuilder' | 'naver' | 'netlify' | 'notion' |
  'ntfy' | 'okta' | 'oncehub' | 'onshape' | 'open-router' | 'openai' | 'openai-admin' | 'openstreetmap' | 'orcid' |
  'ordinal' | 'osu' | 'oura' | 'outreach' | 'paddle' | 'pagerduty' | 'pandadoc' | 'paperform' | 'parallel' |
  'patreon' | 'pave' | 'paypal' | 'pdfmonkey' | 'pendo' | 'pennylane' | 'perdoo' | 'perplexity' | 'phantombuster' |
  'phrase' | 'pinterest' | 'pipedream' | 'pipedrive' | 'placid' | 'plain' | 'planning-center-online' | 'plurk' |
  'podio' | 'podium' | 'polar' | 'postscript' | 'procore' | 'productboard' | 'prospeo' | 'pushbullet' | 'pylon' |
  'quickbooks' | 'qwilr' | 'ragieai' | 'ramp' | 'razorpay' | 'readwise' | 'recall-ai' | 'recharge' | 'recruitcrm' |
  'recruiterflow' | 'recurly' | 'reddit' | 'refiner' | 'replicate' | 'reply-io' | 'resend' | 'retell-ai' |
  'ring-central' | 'ringover' | 'rippling' | 'roblox' | 'rocketlane' | 'rocketreach' | 'rootly' | 'sage' |
  'sage-intacct' | 'salesflare' | 'salesforce' | 'salesloft' | 'savvycal' | 'sellsy' | 'sendfox' | 'sendgrid' |
  'servicem8' | 'servicenow' | 'seznam-oauth2' | 'shippo' | 'shipstation' | 'shopify' | 'shortcut' | 'signnow' |
  'slack' | 'smartlead-ai' | 'smartrecruiters' | 'smartsheet' | 'smugmug' | 'snapchat' | 'snowflake' | 'softr' |
  'soundcloud' | 'splitwise' | 'spotify' | 'squarespace' | 'squareup' | 'stability-ai' | 'startgg' | 'statsig' |
  'stocktwits' | 'store-leads' | 'strava' | 'streak' | 'stripe' | 'supabase' | 'survey-monkey' | 'tailscale' |
  'tally' | 'tapfiliate' | 'taskade' | 'tavily' | 'teamleader' | 'teamwork' | 'telnyx' | 'terraform' | 'theirstack' |
  'threads' | 'ticktick' | 'tidycal' | 'tiktok-personal' | 'timely' | 'timetastic' | 'tldv' | 'todoist' | 'toggl' |
  'torii' | 'trakt' | 'trello' | 'tremendous' | 'triple-whale' | 'trovo' | 'tumblr' | 'twenty-crm' | 'twilio' |
  'twitch' | 'twitter' | 'typeform' | 'typefully' | 'uber' | 'unsplash' | 'upwork' | 'vapi' | 'vend' | 'vercel' |
  'videoask' | 'vimeo' | 'virus-total' | 'wakatime' | 'wappalyzer' | 'wave-accounting' | 'wealthbox' | 'webex' |
  'webflow' | 'week-done' | 'weibo' | 'whatsapp-business' | 'whoop' | 'wise' | 'withings' | 'wiza' | 'woodpecker' |
  'wordpress' | 'workpath' | 'wrike' | 'wufoo' | 'xai' | 'xero' | 'yahoo' | 'yandex' | 'youcanbook-me' | 'youtube' |
  'zendesk' | 'zendesk-sell' | 'zeplin' | 'zigpoll' | 'zoho' | 'zoho-books' | 'zoho-crm' | 'zoho-desk' |
  'zoho-invoice' | 'zoho-mail' | 'zoom';

/** A provider: of the catalogue, or one of the application's own. */
export type ProviderName = ProviderSlug | (string & {});

/** The scopes that the catalogue knows of each provider. */
export interface ProviderScopes {
  '23andme':
    'analyses' | 'ancestry' | 'basic' | 'genomes' | 'haplogroups' | 'iXX' | 'names' | 'profile:read' |
    'profile:write' | 'publish' | 'relatives' | 'relatives:write' | 'rsXX';
  'acuity-scheduling':
    'api-v1';
  'adobe':
    'AdobeID' | 'acc_imp' | 'additional_info' | 'additional_info.job_function' |
    'additional_info.projectedProductContext' | 'additional_info.roles' | 'address' | 'adobeio_api' |
    'agreement_read' | 'agreement_retention' | 'agreement_sign' | 'agreement_vault' | 'agreement_write' | 'cc_files' |
    'cc_libraries' | 'cloud_storage_collab_api' | 'creative_sdk' | 'email' | 'ff_apis' | 'firefly_api' | 'group_imp' |
    'library_read' | 'library_write' | 'lr_partner_apis' | 'lr_partner_rendition_apis' | 'manage_client_secrets' |
    'offline_access' | 'openid' | 'profile' | 'read_client_secret' | 'read_organizations' | 'session' |
    'sign_account_read' | 'sign_account_write' | 'sign_library_read' | 'sign_library_retention' |
    'sign_library_write' | 'sign_oem_user_impersonate' | 'sign_user_login' | 'sign_user_read' | 'sign_user_write' |
    'sign_webhook_read' | 'sign_webhook_retention' | 'sign_webhook_write' | 'user_login' | 'user_management_sdk' |
    'user_read' | 'user_write' | 'webhook_read' | 'webhook_retention' | 'webhook_write' | 'widget_read' |
    'widget_write' | 'workflow_read' | 'workflow_write';
  'aircall':
    'public_api';
  'airtable':
    'data.recordComments:read' | 'data.recordComments:write' | 'data.records:read' | 'data.records:write' |
    'schema.bases:read' | 'schema.bases:write' | 'user.email:read' | 'workspacesAndBases:read';
  'amazon':
    'postal_code' | 'profile' | 'profile:user_id';
  'apaleo':
    'account.create' | 'account.manage' | 'account.read' | 'account.suspend' | 'accounting.read' | 'accounts.read' |
    'admin' | 'allowances.post' | 'authorizations.manage' | 'authorizations.read' | 'availability.manage' |
    'availability.read' | 'blocks.create' | 'blocks.manage' | 'blocks.read' | 'bookingcom:admin' |
    'captcha-protection' | 'charges.create' | 'charges.delete' | 'charges.move' | 'companies.create' |
    'companies.manage' | 'companies.read' | 'config:admin' | 'console:admin' | 'depositItems.manage' |
    'deposits.manage' | 'deposits.read' | 'distribution:reservations.manage' | 'distribution:subscriptions.manage' |
    'features.toggle' | 'fiscal-fonoa:admin' | 'fiscal-invopop:admin' | 'fiscal-pt:admin' | 'fiscalization:admin' |
    'fiscalization:configuration.manage' | 'fiscalization:configuration.read' | 'fiscalization:invoices.manage' |
    'fiscalization:invoices.read' | 'fiscalization:receipts.read' | 'fiscalization:reports.read' |
    'fiscalization:snapshots.get' | 'folios.manage' | 'folios.manage-negative-payments' |
    'folios.payment-with-charges' | 'folios.read' | 'groups.create' | 'groups.manage' | 'groups.read' |
    'identity:account-users.manage' | 'identity:account-users.read' | 'identity:account-users.scim' |
    'identity:clients.manage' | 'identity:development-clients.manage' | 'identity:external-identity-providers.manage' |
    'identity:permissions' | 'identity:roles.manage' | 'identity:roles.read' | 'integration:ui-integrations.admin' |
    'integration:ui-integrations.manage' | 'integration:ui-only' | 'invoice-xx:admin' | 'invoices.create' |
    'invoices.manage' | 'invoices.read' | 'logs.read' | 'maintenances.create' | 'maintenances.delete' |
    'maintenances.manage' | 'maintenances.read' | 'mcp:admin' | 'mcp:prompts' | 'mcp:resources' | 'mcp:tools' |
    'notifications:admin' | 'notifications:subscriptions.manage' | 'offer-index.read' | 'offers.read' |
    'offline_access' | 'openid' | 'operations.change-room-state' | 'operations.manage' | 'operations.read' |
    'operations.trigger-night-audit' | 'payment-accounts.manage' | 'payment-accounts.read' | 'payment-tasks.create' |
    'payment-tasks.manage' | 'payment:admin' | 'payment:captcha-protection' | 'payment:configuration.manage' |
    'payment:configuration.read' | 'payment:invoices.read' | 'payment:payment-account.manage' |
    'payment:payment-logs.read' | 'payment:reports.read' | 'payment:transactions.manage' |
    'payment:transactions.read' | 'payments.admin' | 'payments.create' | 'payments.manage' | 'payments.read' |
    'prepayment-notices.read' | 'profile' | 'profile:manage' | 'profile:read' | 'properties.create' |
    'properties.manage' | 'properties.read' | 'rateplans.create' | 'rateplans.delete' | 'rateplans.manage' |
    'rateplans.read' | 'rateplans.read-corporate' | 'rateplans.read-negotiated' | 'rates.delete' | 'rates.manage' |
    'rates.read' | 'receipt-at:admin' | 'receipt-de:admin' | 'receipt-de:configuration.manage' |
    'receipt-de:receipts.read' | 'receipt-de:snapshots.get' | 'receipt-fr:admin' | 'receipt-kp:admin' |
    'refunds.create' | 'rendering:admin' | 'rendering:manage-configuration' | 'rendering:read-configuration' |
    'rendering:render-invoice' | 'rendering:upload-logo' | 'reporting:reports.read' | 'reports.read' |
    'reservations.assign-unit' | 'reservations.create' | 'reservations.force-create' | 'reservations.force-manage' |
    'reservations.import' | 'reservations.manage' | 'reservations.read' | 'routings.create' | 'routings.manage' |
    'routings.read' | 'scheduler:automation.manage' | 'scheduler:automation.read' | 'servicegroups.create' |
    'servicegroups.manage' | 'servicegroups.read' | 'services.create' | 'services.manage';
  'asana':
    'attachments:delete' | 'attachments:read' | 'attachments:write' | 'custom_fields:read' | 'custom_fields:write' |
    'default' | 'email' | 'goals:read' | 'jobs:read' | 'ooo_entries:delete' | 'ooo_entries:read' |
    'ooo_entries:write' | 'openid' | 'portfolios:read' | 'portfolios:write' | 'profile' |
    'project_portfolio_settings:read' | 'project_portfolio_settings:write' | 'project_templates:read' |
    'projects:delete' | 'projects:read' | 'projects:write' | 'roles:delete' | 'roles:read' | 'roles:write' |
    'stories:read' | 'stories:write' | 'tags:read' | 'tags:write' | 'task_templates:read' | 'tasks:delete' |
    'tasks:read' | 'tasks:write' | 'team_memberships:read' | 'teams:read' | 'time_tracking_categories:delete' |
    'time_tracking_categories:read' | 'time_tracking_categories:write' | 'time_tracking_entries:read' |
    'timesheet_approval_statuses:read' | 'timesheet_approval_statuses:write' | 'users:read' | 'webhooks:delete' |
    'webhooks:read' | 'webhooks:write' | 'workspaces.typeahead:read' | 'workspaces:read';
  'atlassian':
    'address' | 'created_at' | 'delete:async-task:jira' | 'delete:attachment:confluence' | 'delete:attachment:jira' |
    'delete:avatar:jira' | 'delete:blogpost:confluence' | 'delete:cmdb-attribute:jira' | 'delete:cmdb-object:jira' |
    'delete:cmdb-schema:jira' | 'delete:cmdb-type:jira' | 'delete:comment.property:jira' |
    'delete:comment:confluence' | 'delete:comment:jira' | 'delete:content:confluence' |
    'delete:custom-content:confluence' | 'delete:customer.detail-field:jira-service-management' |
    'delete:dashboard.property:jira' | 'delete:dashboard:jira' | 'delete:database:confluence' |
    'delete:embed:confluence' | 'delete:entitlement.detail-field:jira-service-management' |
    'delete:entitlement:jira-service-management' | 'delete:field-configuration-scheme:jira' |
    'delete:field-configuration:jira' | 'delete:field.option:jira' | 'delete:field:jira' |
    'delete:filter.column:jira' | 'delete:filter:jira' | 'delete:folder:confluence' | 'delete:group:jira' |
    'delete:issue-link-type:jira' | 'delete:issue-link:jira' | 'delete:issue-type-scheme:jira' |
    'delete:issue-type-screen-scheme:jira' | 'delete:issue-type.property:jira' | 'delete:issue-type:jira' |
    'delete:issue-worklog.property:jira' | 'delete:issue-worklog:jira' | 'delete:issue.property:jira' |
    'delete:issue.remote-link:jira' | 'delete:issue:jira' |
    'delete:organization.detail-field:jira-service-management' |
    'delete:organization.property:jira-service-management' | 'delete:organization.user:jira-service-management' |
    'delete:organization:jira-service-management' | 'delete:page:confluence' | 'delete:permission-scheme:jira' |
    'delete:permission:jira' | 'delete:product:jira-service-management' | 'delete:project-category:jira' |
    'delete:project-role:jira' | 'delete:project-version:jira' | 'delete:project.avatar:jira' |
    'delete:project.component:jira' | 'delete:project.property:jira' | 'delete:project:jira' |
    'delete:request.feedback:jira-service-management' | 'delete:request.notification:jira-service-management' |
    'delete:request.participant:jira-service-management' | 'delete:requesttype.property:jira-service-management' |
    'delete:screen-scheme:jira' | 'delete:screen-tab:jira' | 'delete:screen:jira' | 'delete:screenable-field:jira' |
    'delete:servicedesk.customer:jira-service-management' | 'delete:servicedesk.organization:jira-service-management' |
    'delete:servicedesk.property:jira-service-management' | 'delete:space:confluence' |
    'delete:user-configuration:jira' | 'delete:user.property:jira' | 'delete:webhook:jira' |
    'delete:whiteboard:confluence' | 'delete:workflow-scheme:jira' | 'delete:workflow.property:jira' |
    'delete:workflow:jira' | 'email' | 'email_verified' | 'family_name' | 'given_name' | 'identities' |
    'import:import-configuration:cmdb' | 'manage:confluence-configuration' | 'manage:jira-configuration' |
    'manage:jira-project' | 'manage:jira-webhook' | 'manage:servicedesk-customer' | 'name' | 'nickname' |
    'offline_access' | 'openid' | 'phone' | 'picture' | 'profile' | 'read:analytics.content:confluence' |
    'read:application-role:jira' | 'read:attachment:confluence' | 'read:attachment:jira' |
    'read:audit-log:confluence' | 'read:audit-log:jira' | 'read:avatar:jira' | 'read:blogpost:confluence' |
    'read:cmdb-attribute:jira' | 'read:cmdb-icon:jira' | 'read:cmdb-object:jira' | 'read:cmdb-schema:jira' |
    'read:cmdb-type:jira' | 'read:comment.property:jira' | 'read:comment:confluence' | 'read:comment:jira' |
    'read:configuration:confluence' | 'read:confluence-content.all' | 'read:confluence-content.permission' |
    'read:confluence-content.summary' | 'read:confluence-groups' | 'read:confluence-props' |
    'read:confluence-space.summary' | 'read:confluence-user' | 'read:content-details:confluence' |
    'read:content.metadata:confluence' | 'read:content.permission:confluence' | 'read:content.property:confluence' |
    'read:content.restriction:confluence' | 'read:content:confluence' | 'read:custom-content:confluence' |
    'read:custom-field-contextual-configuration:jira' | 'read:customer.detail-field:jira-service-management' |
    'read:customer.detail:jira-service-management' | 'read:customer:entitlement:jira-service-management' |
    'read:customer:jira-service-management' | 'read:dashboard.property:jira' | 'read:dashboard:jira' |
    'read:database:confluence' | 'read:email-address:confluence' | 'read:email-address:jira' |
    'read:embed:confluence' | 'read:entitlement.detail-field:jira-service-management' |
    'read:entitlement.detail:jira-service-management' | 'read:entitlement:jira-service-management' |
    'read:field-configuration-scheme:jira' | 'read:field-configuration:jira' | 'read:field.default-value:jira' |
    'read:field.option:jira' | 'read:field.options:jira' | 'read:field:jira' | 'read:filter.column:jira' |
    'read:filter.default-share-scope:jira' | 'read:filter:jira' | 'read:folder:confluence' | 'read:group:confluence';
  'attio':
    'mcp' | 'offline_access' | 'openid';
  'auth0':
    'address' | 'create:actions' | 'create:authentication_methods' | 'create:client_credentials' |
    'create:client_grants' | 'create:clients' | 'create:connection_profiles' | 'create:connections' |
    'create:connections_keys' | 'create:current_user_device_credentials' | 'create:custom_domains' |
    'create:custom_signing_keys' | 'create:directory_provisionings' | 'create:email_provider' |
    'create:email_templates' | 'create:encryption_keys' | 'create:event_streams' | 'create:flows' |
    'create:flows_vault_connections' | 'create:forms' | 'create:guardian_enrollment_tickets' | 'create:hooks' |
    'create:log_streams' | 'create:network_acls' | 'create:organization_client_grants' |
    'create:organization_connections' | 'create:organization_discovery_domains' | 'create:organization_invitations' |
    'create:organization_member_roles' | 'create:organization_members' | 'create:organizations' |
    'create:phone_providers' | 'create:phone_templates' | 'create:resource_servers' | 'create:role_members' |
    'create:roles' | 'create:rules' | 'create:scim_config' | 'create:scim_token' | 'create:self_service_profiles' |
    'create:signing_keys' | 'create:sso_access_tickets' | 'create:token_exchange_profiles' |
    'create:user_attribute_profiles' | 'create:user_tickets' | 'create:users' | 'create:vdcs_templates' |
    'delete:actions' | 'delete:anomaly_blocks' | 'delete:authentication_methods' | 'delete:branding' |
    'delete:client_credentials' | 'delete:client_grants' | 'delete:clients' | 'delete:connection_profiles' |
    'delete:connections' | 'delete:current_user' | 'delete:current_user_device_credentials' | 'delete:custom_domains' |
    'delete:custom_signing_keys' | 'delete:device_credentials' | 'delete:directory_provisionings' |
    'delete:email_provider' | 'delete:encryption_keys' | 'delete:event_streams' |
    'delete:federated_connections_tokens' | 'delete:flows' | 'delete:flows_executions' |
    'delete:flows_vault_connections' | 'delete:forms' | 'delete:grants' | 'delete:groups' |
    'delete:guardian_enrollments' | 'delete:hooks' | 'delete:log_streams' | 'delete:network_acls' |
    'delete:organization_client_grants' | 'delete:organization_connections' | 'delete:organization_discovery_domains' |
    'delete:organization_invitations' | 'delete:organization_member_roles' | 'delete:organization_members' |
    'delete:organizations' | 'delete:phone_providers' | 'delete:phone_templates' | 'delete:refresh_tokens' |
    'delete:resource_servers' | 'delete:role_members' | 'delete:roles' | 'delete:rules' | 'delete:rules_configs' |
    'delete:scim_config' | 'delete:scim_token' | 'delete:self_service_profiles' | 'delete:sessions' |
    'delete:sso_access_tickets' | 'delete:token_exchange_profiles' | 'delete:user_attribute_profiles' |
    'delete:users' | 'delete:vdcs_templates' | 'email' | 'offline_access' | 'openid' | 'phone' | 'profile' |
    'read:actions' | 'read:anomaly_blocks' | 'read:attack_protection' | 'read:authentication_methods' |
    'read:branding' | 'read:client_credentials' | 'read:client_grants' | 'read:client_keys' | 'read:client_summary' |
    'read:clients' | 'read:connection_profiles' | 'read:connections' | 'read:connections_keys' | 'read:current_user' |
    'read:custom_domains' | 'read:custom_signing_keys' | 'read:device_credentials' | 'read:directory_provisionings' |
    'read:email_provider' | 'read:email_templates' | 'read:encryption_keys' | 'read:event_deliveries' |
    'read:event_streams' | 'read:events' | 'read:federated_connections_tokens' | 'read:flows' |
    'read:flows_executions' | 'read:flows_vault_connections' | 'read:forms' | 'read:grants' | 'read:group_members' |
    'read:groups' | 'read:guardian_enrollments' | 'read:guardian_factors' | 'read:hooks' | 'read:log_streams' |
    'read:logs' | 'read:logs_users' | 'read:mfa_policies' | 'read:network_acls' | 'read:organization_client_grants' |
    'read:organization_connections' | 'read:organization_discovery_domains' | 'read:organization_invitations' |
    'read:organization_member_roles';
  'autodesk':
    'account:read' | 'account:write' | 'bucket:create' | 'bucket:delete' | 'bucket:read' | 'bucket:update' |
    'code:all' | 'data:create' | 'data:read' | 'data:search' | 'data:write' | 'openid' | 'user-profile:read' |
    'user:read' | 'user:write' | 'viewables:read';
  'aweber':
    'account.read' | 'email.read' | 'email.write' | 'landing-page.read' | 'list.read' | 'list.write' |
    'subscriber.read' | 'subscriber.read-extended' | 'subscriber.write';
  'battlenet':
    'wow.profile';
  'bexio':
    'accounting' | 'article_edit' | 'article_show' | 'contact_edit' | 'contact_show' | 'email' | 'file' |
    'kb_invoice_edit' | 'kb_invoice_show' | 'kb_offer_edit' | 'kb_offer_show' | 'kb_order_edit' | 'kb_order_show' |
    'monitoring_edit' | 'offline_access' | 'openid' | 'profile' | 'project_edit' | 'project_show' | 'task_show';
  'bitbucket':
    'account' | 'account:write' | 'email' | 'issue' | 'issue:write' | 'pipeline' | 'pipeline:variable' |
    'pipeline:write' | 'project' | 'project:admin' | 'pullrequest' | 'pullrequest:write' | 'repository' |
    'repository:admin' | 'repository:delete' | 'repository:write' | 'runner' | 'runner:write' | 'snippet' |
    'snippet:write' | 'webhook' | 'wiki';
  'blackbaud':
    'altr.d' | 'altr.r' | 'altr.w' | 'donf.r' | 'ecrm.d' | 'ecrm.r' | 'ecrm.w' | 'eduk.d' | 'eduk.r' | 'eduk.w' |
    'eduk.whk' | 'fnxt.d' | 'fnxt.r' | 'fnxt.w' | 'gmkl.r' | 'gmkl.w' | 'grnc.d' | 'grnc.r' | 'grnc.w' | 'jgda.r' |
    'mrch.r' | 'mrch.w' | 'mrch.whk' | 'pkap.r' | 'rnxt.d' | 'rnxt.r' | 'rnxt.w' | 'rnxt.whk';
  'boldsign':
    'BoldSign.Contacts.All' | 'BoldSign.Contacts.Create' | 'BoldSign.Contacts.Delete' | 'BoldSign.Contacts.Read' |
    'BoldSign.Contacts.Write' | 'BoldSign.Documents.All' | 'BoldSign.Documents.Create' | 'BoldSign.Documents.Delete' |
    'BoldSign.Documents.Read' | 'BoldSign.Documents.Write' | 'BoldSign.SenderIdentity.All' |
    'BoldSign.SenderIdentity.Create' | 'BoldSign.SenderIdentity.Delete' | 'BoldSign.SenderIdentity.Read' |
    'BoldSign.SenderIdentity.Write' | 'BoldSign.Teams.All' | 'BoldSign.Teams.Read' | 'BoldSign.Teams.Write' |
    'BoldSign.Templates.All' | 'BoldSign.Templates.Create' | 'BoldSign.Templates.Delete' | 'BoldSign.Templates.Read' |
    'BoldSign.Templates.Write' | 'BoldSign.Users.All' | 'BoldSign.Users.Read' | 'BoldSign.Users.Write' |
    'DocumentViewerAPI' | 'IdentityProviderAPI' | 'PlanServiceAPI' | 'email' | 'offline_access' | 'openid' | 'profile';
  'box':
    'ai.readwrite' | 'enterprise_content' | 'manage_app_users' | 'manage_data_retention' |
    'manage_enterprise_properties' | 'manage_groups' | 'manage_legal_holds' | 'manage_managed_users' |
    'manage_triggers' | 'manage_webhook' | 'root_readonly' | 'root_readwrite' | 'sign_requests.readwrite';
  'brex':
    'accounting.integration.read' | 'accounting.integration.write' | 'accounting.record.read' |
    'accounting.record.write' | 'accounts.card.readonly' | 'accounts.cash.readonly' | 'address' |
    'automation.custom_rules.read' | 'budgets' | 'budgets.readonly' | 'cards' | 'cards.pan' | 'cards.readonly' |
    'cash.accounts.readonly' | 'chat_sierra' | 'companies.readonly' | 'departments' | 'departments.readonly' |
    'device_sso' | 'email' | 'expenses.bill' | 'expenses.card' | 'expenses.card.readonly' | 'extended_fields' |
    'extended_fields.readonly' | 'extensible_fields' | 'extensible_fields.readonly' | 'field_options.read' |
    'field_options.write' | 'field_values.read' | 'field_values.write' | 'fields.read' | 'fields.write' |
    'https://accounting.brexapis.com/card' | 'https://accounting.brexapis.com/cash' |
    'https://corpcard.brexapis.com/authorization-rules' | 'https://corpcard.brexapis.com/cards' |
    'https://corpcard.brexapis.com/cards.pan' | 'https://corpcard.brexapis.com/cards.readonly' |
    'https://corpcard.brexapis.com/receipts' | 'https://corpcard.brexapis.com/statements.readonly' |
    'https://meta.brexapis.com/administrative' | 'https://onboarding.brexapis.com/referrals' |
    'https://platform.brexapis.com/departments' | 'https://platform.brexapis.com/departments.readonly' |
    'https://platform.brexapis.com/locations' | 'https://platform.brexapis.com/locations.readonly' |
    'https://platform.brexapis.com/paymentprocessing' | 'https://platform.brexapis.com/userinfo' |
    'https://platform.brexapis.com/users' | 'https://platform.brexapis.com/users.readonly' |
    'https://slackapp.brexapis.com/account' | 'incoming_transfers' | 'legal_entities' | 'legal_entities.readonly' |
    'linked_accounts.readonly' | 'locations' | 'locations.readonly' | 'mode.card_pan' | 'offline_access' |
    'okta.myAccount.appAuthenticator.maintenance.manage' | 'okta.myAccount.appAuthenticator.maintenance.read' |
    'okta.myAccount.appAuthenticator.manage' | 'okta.myAccount.appAuthenticator.read' |
    'okta.myAccount.authenticators.manage' | 'okta.myAccount.authenticators.read' | 'okta.myAccount.email.manage' |
    'okta.myAccount.email.read' | 'okta.myAccount.manage' | 'okta.myAccount.oktaApplications.read' |
    'okta.myAccount.organization.read' | 'okta.myAccount.phone.manage' | 'okta.myAccount.phone.read' |
    'okta.myAccount.profile.manage' | 'okta.myAccount.profile.read' | 'okta.myAccount.read' | 'openid' | 'phone' |
    'profile' | 'statements.card.readonly' | 'statements.cash.readonly' | 'titles' | 'titles.readonly' |
    'transactions.card.readonly' | 'transactions.cash.readonly' | 'transfers' | 'transfers.readonly' | 'travel.trips' |
    'travel.trips.readonly' | 'users' | 'users.readonly' | 'vendors' | 'vendors.readonly';
  'buffer':
    'offline_access';
  'calendly':
    'activity_log:read' | 'availability:read' | 'availability:write' | 'data_compliance:write' | 'event_types:read' |
    'event_types:write' | 'groups:read' | 'locations:read' | 'organizations:read' | 'organizations:write' |
    'outgoing_communications:read' | 'routing_forms:read' | 'scheduled_events:read' | 'scheduled_events:write' |
    'scheduling_links:write' | 'shares:write' | 'users:read' | 'webhooks:read' | 'webhooks:write';
  'campaign-monitor':
    'AdministerAccount' | 'AdministerPersons' | 'CreateCampaigns' | 'ImportSubscribers' | 'ManageLists' |
    'ManageTemplates' | 'SendCampaigns' | 'ViewReports' | 'ViewSubscribersInReports';
  'canva':
    'asset:read' | 'asset:write' | 'brandtemplate:content:read' | 'brandtemplate:meta:read' | 'collaboration:event' |
    'comment:read' | 'comment:write' | 'design:content:read' | 'design:content:write' | 'design:meta:read' | 'email' |
    'folder:permission:write' | 'folder:read' | 'folder:write' | 'openid' | 'profile' | 'profile:read';
  'capsule-crm':
    'read' | 'write';
  'close':
    'all.full_access' | 'offline_access';
  'coinbase':
    'addresses' | 'balance' | 'buttons' | 'buy' | 'contacts' | 'merchant' | 'oauth_apps' | 'offline_access' |
    'orders' | 'recurring_payments' | 'reports' | 'request' | 'sell' | 'send' | 'send:bypass_2fa' | 'transactions' |
    'transfer' | 'transfers' | 'user' | 'wallet:user:email' | 'wallet:user:read';
  'confluence':
    'address' | 'created_at' | 'delete:attachment:confluence' | 'delete:blogpost:confluence' |
    'delete:comment:confluence' | 'delete:content:confluence' | 'delete:custom-content:confluence' |
    'delete:database:confluence' | 'delete:embed:confluence' | 'delete:folder:confluence' | 'delete:page:confluence' |
    'delete:space:confluence' | 'delete:whiteboard:confluence' | 'email' | 'email_verified' | 'family_name' |
    'given_name' | 'identities' | 'manage:confluence-configuration' | 'name' | 'nickname' | 'offline_access' |
    'openid' | 'phone' | 'picture' | 'profile' | 'read:analytics.content:confluence' | 'read:attachment:confluence' |
    'read:audit-log:confluence' | 'read:blogpost:confluence' | 'read:comment:confluence' |
    'read:configuration:confluence' | 'read:confluence-content.all' | 'read:confluence-content.permission' |
    'read:confluence-content.summary' | 'read:confluence-groups' | 'read:confluence-props' |
    'read:confluence-space.summary' | 'read:confluence-user' | 'read:content-details:confluence' |
    'read:content.metadata:confluence' | 'read:content.permission:confluence' | 'read:content.property:confluence' |
    'read:content.restriction:confluence' | 'read:content:confluence' | 'read:custom-content:confluence' |
    'read:database:confluence' | 'read:email-address:confluence' | 'read:embed:confluence' | 'read:folder:confluence' |
    'read:group:confluence' | 'read:hierarchical-content:confluence' | 'read:inlinetask:confluence' |
    'read:label:confluence' | 'read:page:confluence' | 'read:relation:confluence' | 'read:space-details:confluence' |
    'read:space.permission:confluence' | 'read:space.property:confluence' | 'read:space.setting:confluence' |
    'read:space:confluence' | 'read:task:confluence' | 'read:template:confluence' | 'read:user.property:confluence' |
    'read:user:confluence' | 'read:watcher:confluence' | 'read:whiteboard:confluence' |
    'readonly:content.attachment:confluence' | 'search:confluence' | 'write:attachment:confluence' |
    'write:audit-log:confluence' | 'write:blogpost:confluence' | 'write:comment:confluence' |
    'write:configuration:confluence' | 'write:confluence-content' | 'write:confluence-file' |
    'write:confluence-groups' | 'write:confluence-props' | 'write:confluence-space' |
    'write:content.property:confluence' | 'write:content.restriction:confluence' | 'write:content:confluence' |
    'write:custom-content:confluence' | 'write:database:confluence' | 'write:embed:confluence' |
    'write:folder:confluence' | 'write:group:confluence' | 'write:inlinetask:confluence' | 'write:label:confluence' |
    'write:page:confluence' | 'write:relation:confluence' | 'write:space.permission:confluence' |
    'write:space.property:confluence' | 'write:space.setting:confluence' | 'write:space:confluence' |
    'write:task:confluence' | 'write:template:confluence' | 'write:user.property:confluence' |
    'write:watcher:confluence' | 'write:whiteboard:confluence';
  'constant-contact':
    'account_read' | 'account_update' | 'campaign_data' | 'contact_data' | 'offline_access';
  'deviantart':
    'basic' | 'user';
  'digitalocean':
    'read';
  'dingtalk':
    'corpid' | 'openid';
  'discord':
    'bot' | 'connections' | 'email' | 'gdm.join' | 'guilds' | 'guilds.join' | 'identify' | 'messages.read' | 'rpc' |
    'rpc.api' | 'rpc.notifications.read' | 'webhook.incoming';
  'docusign':
    'extended' | 'impersonation' | 'signature';
  'dribbble':
    'public';
  'dropbox':
    'account_info.read' | 'files.content.read' | 'files.content.write' | 'files.metadata.read' |
    'files.metadata.write' | 'sharing.read';
  'ebay':
    'https://api.ebay.com/oauth/api_scope/commerce.identity.readonly';
  'envoy':
    'companies.read' | 'employees.read' | 'flows.read' | 'invites.read' | 'invites.write' | 'locations.read' |
    'reservations.read' | 'reservations.write' | 'spaces.read' | 'work-schedules.read' | 'work-schedules.write';
  'epic-games':
    'basic_profile';
  'etsy':
    'address_r' | 'address_w' | 'billing_r' | 'cart_r' | 'cart_w' | 'email_r' | 'favorites_r' | 'favorites_w' |
    'feedback_r' | 'listings_d' | 'listings_r' | 'listings_w' | 'profile_r' | 'profile_w' | 'recommend_r' |
    'recommend_w' | 'shops_r' | 'shops_w' | 'transactions_r' | 'transactions_w';
  'facebook':
    'ads_management' | 'ads_read' | 'business_management' | 'catalog_management' | 'email' | 'instagram_basic' |
    'instagram_content_publish' | 'instagram_manage_comments' | 'instagram_manage_insights' |
    'instagram_manage_messages' | 'leads_retrieval' | 'openid' | 'pages_manage_ads' | 'pages_manage_engagement' |
    'pages_manage_metadata' | 'pages_manage_posts' | 'pages_messaging' | 'pages_read_engagement' |
    'pages_read_user_content' | 'pages_show_list' | 'public_profile' | 'publish_video' | 'read_insights' |
    'user_age_range' | 'user_birthday' | 'user_friends' | 'user_gender' | 'user_hometown' | 'user_likes' |
    'user_link' | 'user_location' | 'user_photos' | 'user_posts' | 'user_videos' | 'whatsapp_business_management' |
    'whatsapp_business_messaging';
  'factorial':
    'banking' | 'company_holidays' | 'company_legal_entities' | 'company_locations' | 'contracts' | 'custom_fields' |
    'documents' | 'employee_updates' | 'employees' | 'expenses' | 'finance' | 'integrations' | 'job_catalog' |
    'marketplace' | 'payroll' | 'payroll_supplements' | 'performance' | 'posts' | 'project_management_expenses' |
    'project_management_projects' | 'project_management_time' | 'recruitment' | 'shift_management' | 'tasks' |
    'time_off' | 'time_tracking' | 'trainings';
  'fathom':
    'public_api';
  'figma':
    'current_user:read' | 'file_comments:read' | 'file_comments:write' | 'file_content:read' |
    'file_dev_resources:read' | 'file_dev_resources:write' | 'file_metadata:read' | 'file_variables:read' |
    'file_variables:write' | 'file_versions:read' | 'library_analytics:read' | 'library_assets:read' |
    'library_content:read' | 'projects:read' | 'selections:read' | 'team_library_content:read' | 'webhooks:read' |
    'webhooks:write';
  'fitbit':
    'activity' | 'heartrate' | 'location' | 'nutrition' | 'profile' | 'settings' | 'sleep' | 'social' | 'weight';
  'flickr':
    'delete' | 'read' | 'write';
  'freshbooks':
    'admin:all' | 'admin:all:legacy' | 'anonymize' | 'business_memberships' | 'client:experiences:write' |
    'credentials:write' | 'email' | 'openid' | 'profile' | 'profile:write' | 'user:account:read' |
    'user:account:write' | 'user:bank_accounts:read' | 'user:bank_accounts:write' | 'user:bank_reconciliation:read' |
    'user:bank_reconciliation:write' | 'user:banks:read' | 'user:banks:write' | 'user:bill_payments:read' |
    'user:bill_payments:write' | 'user:bill_vendors:read' | 'user:bill_vendors:write' | 'user:billable_items:read' |
    'user:billable_items:write' | 'user:bills:read' | 'user:bills:write' | 'user:business:read' |
    'user:business:write' | 'user:clients:read' | 'user:clients:write' | 'user:credit_notes:read' |
    'user:credit_notes:write' | 'user:estimates:read' | 'user:estimates:write' | 'user:expenses:read' |
    'user:expenses:write' | 'user:experiences:read' | 'user:fundbox:read' | 'user:fundbox:write' |
    'user:invoices:read' | 'user:invoices:write' | 'user:journal_entries:read' | 'user:journal_entries:write' |
    'user:mileage:read' | 'user:mileage:write' | 'user:notifications:read' | 'user:notifications:write' |
    'user:online_payments:read' | 'user:online_payments:write' | 'user:other_income:read' | 'user:other_income:write' |
    'user:partners:read' | 'user:partners:write' | 'user:payments:read' | 'user:payments:write' | 'user:profile:read' |
    'user:projects:read' | 'user:projects:write' | 'user:reports:read' | 'user:retainers:read' |
    'user:retainers:write' | 'user:riskhub:read' | 'user:riskhub:write' | 'user:taxes:read' | 'user:taxes:write' |
    'user:teams:read' | 'user:teams:write' | 'user:time_entries:read' | 'user:time_entries:write' |
    'user:uploads:read' | 'user:uploads:write';
  'gitee':
    'emails' | 'user_info';
  'gitlab':
    'admin_mode' | 'ai_features' | 'ai_workflows' | 'api' | 'create_runner' | 'email' | 'k8s_proxy' | 'manage_runner' |
    'mcp' | 'mcp_orbit' | 'openid' | 'profile' | 'read_api' | 'read_observability' | 'read_registry' |
    'read_repository' | 'read_service_ping' | 'read_user' | 'read_virtual_registry' | 'self_rotate' | 'sudo' |
    'user:*' | 'write_observability' | 'write_registry' | 'write_repository' | 'write_virtual_registry';
  'gong':
    'api:calls:create' | 'api:calls:read:basic' | 'api:calls:read:extensive' | 'api:calls:read:media-url' |
    'api:calls:read:transcript' | 'api:crm:get-objects' | 'api:crm:upload' | 'api:library:read' | 'api:logs:read' |
    'api:settings:scorecards:read' | 'api:stats:interaction' | 'api:stats:scorecards' | 'api:stats:user-actions' |
    'api:users:read' | 'api:workspaces:read';
  'google-ads':
    'email' | 'https://www.googleapis.com/auth/adwords' | 'openid' | 'profile';
  'google-analytics':
    'email' | 'https://www.googleapis.com/auth/analytics' | 'https://www.googleapis.com/auth/analytics.edit' |
    'https://www.googleapis.com/auth/analytics.manage.users' |
    'https://www.googleapis.com/auth/analytics.manage.users.readonly' |
    'https://www.googleapis.com/auth/analytics.readonly' | 'https://www.googleapis.com/auth/gcm_for_chrome' |
    'openid' | 'profile';
  'google-bigquery':
    'email' | 'https://www.googleapis.com/auth/bigquery' | 'https://www.googleapis.com/auth/bigquery.insertdata' |
    'https://www.googleapis.com/auth/bigquery.readonly' | 'https://www.googleapis.com/auth/cloud-platform' |
    'https://www.googleapis.com/auth/cloud-platform.read-only' |
    'https://www.googleapis.com/auth/devstorage.full_control' |
    'https://www.googleapis.com/auth/devstorage.read_only' | 'https://www.googleapis.com/auth/devstorage.read_write' |
    'https://www.googleapis.com/auth/gcm_for_chrome' | 'openid' | 'profile';
  'google-calendar':
    'email' | 'https://www.googleapis.com/auth/calendar' | 'https://www.googleapis.com/auth/calendar.acls' |
    'https://www.googleapis.com/auth/calendar.acls.readonly' |
    'https://www.googleapis.com/auth/calendar.addons.current.event.read' |
    'https://www.googleapis.com/auth/calendar.addons.current.event.write' |
    'https://www.googleapis.com/auth/calendar.addons.execute' |
    'https://www.googleapis.com/auth/calendar.app.created' | 'https://www.googleapis.com/auth/calendar.calendarlist' |
    'https://www.googleapis.com/auth/calendar.calendarlist.readonly' |
    'https://www.googleapis.com/auth/calendar.calendars' |
    'https://www.googleapis.com/auth/calendar.calendars.readonly' | 'https://www.googleapis.com/auth/calendar.events' |
    'https://www.googleapis.com/auth/calendar.events.freebusy' |
    'https://www.googleapis.com/auth/calendar.events.owned' |
    'https://www.googleapis.com/auth/calendar.events.owned.readonly' |
    'https://www.googleapis.com/auth/calendar.events.public.readonly' |
    'https://www.googleapis.com/auth/calendar.events.readonly' | 'https://www.googleapis.com/auth/calendar.freebusy' |
    'https://www.googleapis.com/auth/calendar.readonly' |
    'https://www.googleapis.com/auth/calendar.settings.readonly' | 'https://www.googleapis.com/auth/gcm_for_chrome' |
    'openid' | 'profile';
  'google-chat':
    'email' | 'https://www.googleapis.com/auth/chat.admin.delete' |
    'https://www.googleapis.com/auth/chat.admin.memberships' |
    'https://www.googleapis.com/auth/chat.admin.memberships.readonly' |
    'https://www.googleapis.com/auth/chat.admin.spaces' |
    'https://www.googleapis.com/auth/chat.admin.spaces.readonly' | 'https://www.googleapis.com/auth/chat.app.delete' |
    'https://www.googleapis.com/auth/chat.app.memberships' |
    'https://www.googleapis.com/auth/chat.app.memberships.readonly' |
    'https://www.googleapis.com/auth/chat.app.messages.readonly' | 'https://www.googleapis.com/auth/chat.app.spaces' |
    'https://www.googleapis.com/auth/chat.app.spaces.create' |
    'https://www.googleapis.com/auth/chat.app.spaces.readonly' | 'https://www.googleapis.com/auth/chat.bot' |
    'https://www.googleapis.com/auth/chat.customemojis' |
    'https://www.googleapis.com/auth/chat.customemojis.readonly' | 'https://www.googleapis.com/auth/chat.delete' |
    'https://www.googleapis.com/auth/chat.import' | 'https://www.googleapis.com/auth/chat.memberships' |
    'https://www.googleapis.com/auth/chat.memberships.app' |
    'https://www.googleapis.com/auth/chat.memberships.readonly' | 'https://www.googleapis.com/auth/chat.messages' |
    'https://www.googleapis.com/auth/chat.messages.create' |
    'https://www.googleapis.com/auth/chat.messages.reactions' |
    'https://www.googleapis.com/auth/chat.messages.reactions.create' |
    'https://www.googleapis.com/auth/chat.messages.reactions.readonly' |
    'https://www.googleapis.com/auth/chat.messages.readonly' | 'https://www.googleapis.com/auth/chat.spaces' |
    'https://www.googleapis.com/auth/chat.spaces.create' | 'https://www.googleapis.com/auth/chat.spaces.readonly' |
    'https://www.googleapis.com/auth/chat.users.readstate' |
    'https://www.googleapis.com/auth/chat.users.readstate.readonly' |
    'https://www.googleapis.com/auth/chat.users.sections' |
    'https://www.googleapis.com/auth/chat.users.sections.readonly' |
    'https://www.googleapis.com/auth/chat.users.spacesettings' | 'openid' | 'profile';
  'google-cloud-storage':
    'email' | 'https://www.googleapis.com/auth/cloud-platform' |
    'https://www.googleapis.com/auth/cloud-platform.read-only' |
    'https://www.googleapis.com/auth/devstorage.full_control' |
    'https://www.googleapis.com/auth/devstorage.read_only' | 'https://www.googleapis.com/auth/devstorage.read_write' |
    'https://www.googleapis.com/auth/gcm_for_chrome' | 'openid' | 'profile';
  'google-contacts':
    'email' | 'https://www.google.com/m8/feeds' | 'https://www.googleapis.com/auth/contacts' |
    'https://www.googleapis.com/auth/contacts.other.readonly' | 'https://www.googleapis.com/auth/contacts.readonly' |
    'https://www.googleapis.com/auth/directory.readonly' | 'https://www.googleapis.com/auth/profile.agerange.read' |
    'https://www.googleapis.com/auth/profile.emails.read' | 'https://www.googleapis.com/auth/profile.language.read' |
    'https://www.googleapis.com/auth/user.addresses.read' | 'https://www.googleapis.com/auth/user.birthday.read' |
    'https://www.googleapis.com/auth/user.emails.read' | 'https://www.googleapis.com/auth/user.gender.read' |
    'https://www.googleapis.com/auth/user.organization.read' |
    'https://www.googleapis.com/auth/user.phonenumbers.read' | 'https://www.googleapis.com/auth/userinfo.email' |
    'https://www.googleapis.com/auth/userinfo.profile' | 'openid' | 'profile';
  'google-docs':
    'email' | 'https://www.googleapis.com/auth/documents' | 'https://www.googleapis.com/auth/documents.readonly' |
    'https://www.googleapis.com/auth/drive' | 'https://www.googleapis.com/auth/drive.file' |
    'https://www.googleapis.com/auth/drive.readonly' | 'openid' | 'profile';
  'google-drive':
    'email' | 'https://www.googleapis.com/auth/drive' | 'https://www.googleapis.com/auth/drive.activity' |
    'https://www.googleapis.com/auth/drive.activity.readonly' | 'https://www.googleapis.com/auth/drive.appdata' |
    'https://www.googleapis.com/auth/drive.appfolder' | 'https://www.googleapis.com/auth/drive.apps.readonly' |
    'https://www.googleapis.com/auth/drive.file' | 'https://www.googleapis.com/auth/drive.install' |
    'https://www.googleapis.com/auth/drive.meet.readonly' | 'https://www.googleapis.com/auth/drive.metadata' |
    'https://www.googleapis.com/auth/drive.metadata.readonly' | 'https://www.googleapis.com/auth/drive.readonly' |
    'https://www.googleapis.com/auth/drive.scripts' | 'https://www.googleapis.com/auth/gcm_for_chrome' | 'openid' |
    'profile';
  'google-forms':
    'email' | 'https://www.googleapis.com/auth/drive' | 'https://www.googleapis.com/auth/drive.file' |
    'https://www.googleapis.com/auth/drive.readonly' | 'https://www.googleapis.com/auth/forms.body' |
    'https://www.googleapis.com/auth/forms.body.readonly' |
    'https://www.googleapis.com/auth/forms.responses.readonly' | 'openid' | 'profile';
  'google-mail':
    'email' | 'https://mail.google.com/' | 'https://www.googleapis.com/auth/gmail.addons.current.action.compose' |
    'https://www.googleapis.com/auth/gmail.addons.current.message.action' |
    'https://www.googleapis.com/auth/gmail.addons.current.message.metadata' |
    'https://www.googleapis.com/auth/gmail.addons.current.message.readonly' |
    'https://www.googleapis.com/auth/gmail.compose' | 'https://www.googleapis.com/auth/gmail.insert' |
    'https://www.googleapis.com/auth/gmail.labels' | 'https://www.googleapis.com/auth/gmail.metadata' |
    'https://www.googleapis.com/auth/gmail.modify' | 'https://www.googleapis.com/auth/gmail.readonly' |
    'https://www.googleapis.com/auth/gmail.send' | 'https://www.googleapis.com/auth/gmail.settings.basic' |
    'https://www.googleapis.com/auth/gmail.settings.sharing' | 'https://www.googleapis.com/auth/plus.login' |
    'https://www.googleapis.com/auth/userinfo.email' | 'profile';
  'google-meet':
    'https://www.googleapis.com/auth/meetings.space.created' |
    'https://www.googleapis.com/auth/meetings.space.readonly' |
    'https://www.googleapis.com/auth/meetings.space.settings';
  'google-search-console':
    'https://www.googleapis.com/auth/webmasters' | 'https://www.googleapis.com/auth/webmasters.readonly';
  'google-sheet':
    'https://www.googleapis.com/auth/drive' | 'https://www.googleapis.com/auth/drive.file' |
    'https://www.googleapis.com/auth/drive.readonly' | 'https://www.googleapis.com/auth/spreadsheets' |
    'https://www.googleapis.com/auth/spreadsheets.readonly';
  'google-slides':
    'https://www.googleapis.com/auth/drive' | 'https://www.googleapis.com/auth/drive.file' |
    'https://www.googleapis.com/auth/drive.readonly' | 'https://www.googleapis.com/auth/presentations' |
    'https://www.googleapis.com/auth/presentations.readonly';
  'google-tasks':
    'email' | 'https://www.googleapis.com/auth/gcm_for_chrome' | 'https://www.googleapis.com/auth/taskqueue' |
    'https://www.googleapis.com/auth/taskqueue.consumer' | 'https://www.googleapis.com/auth/tasks' |
    'https://www.googleapis.com/auth/tasks.readonly' | 'openid' | 'profile';
  'google-workspace':
    'email' | 'https://www.googleapis.com/auth/admin.directory.user.readonly' |
    'https://www.googleapis.com/auth/calendar.events' | 'https://www.googleapis.com/auth/calendar.readonly' |
    'https://www.googleapis.com/auth/contacts.readonly' | 'https://www.googleapis.com/auth/drive.file' |
    'https://www.googleapis.com/auth/drive.readonly' | 'https://www.googleapis.com/auth/gmail.readonly' |
    'https://www.googleapis.com/auth/gmail.send' | 'https://www.googleapis.com/auth/spreadsheets' | 'openid' | 'profile';
  'google-workspace-admin':
    'https://www.googleapis.com/auth/admin.directory.customer' |
    'https://www.googleapis.com/auth/admin.directory.customer.readonly' |
    'https://www.googleapis.com/auth/admin.directory.device.chromeos' |
    'https://www.googleapis.com/auth/admin.directory.device.chromeos.readonly' |
    'https://www.googleapis.com/auth/admin.directory.device.mobile' |
    'https://www.googleapis.com/auth/admin.directory.device.mobile.action' |
    'https://www.googleapis.com/auth/admin.directory.device.mobile.readonly' |
    'https://www.googleapis.com/auth/admin.directory.domain' |
    'https://www.googleapis.com/auth/admin.directory.domain.readonly' |
    'https://www.googleapis.com/auth/admin.directory.group' |
    'https://www.googleapis.com/auth/admin.directory.group.member' |
    'https://www.googleapis.com/auth/admin.directory.group.member.readonly' |
    'https://www.googleapis.com/auth/admin.directory.group.readonly' |
    'https://www.googleapis.com/auth/admin.directory.orgunit' |
    'https://www.googleapis.com/auth/admin.directory.orgunit.readonly' |
    'https://www.googleapis.com/auth/admin.directory.resource.calendar' |
    'https://www.googleapis.com/auth/admin.directory.resource.calendar.readonly' |
    'https://www.googleapis.com/auth/admin.directory.rolemanagement' |
    'https://www.googleapis.com/auth/admin.directory.rolemanagement.readonly' |
    'https://www.googleapis.com/auth/admin.directory.user' |
    'https://www.googleapis.com/auth/admin.directory.user.alias' |
    'https://www.googleapis.com/auth/admin.directory.user.alias.readonly' |
    'https://www.googleapis.com/auth/admin.directory.user.readonly' |
    'https://www.googleapis.com/auth/admin.directory.user.security' |
    'https://www.googleapis.com/auth/admin.directory.userschema' |
    'https://www.googleapis.com/auth/admin.directory.userschema.readonly';
  'gorgias':
    'account:read' | 'account:write' | 'apps:read' | 'apps:write' | 'custom_fields:read' | 'custom_fields:write' |
    'customers:read' | 'customers:write' | 'email' | 'events:read' | 'events:write' | 'integrations:read' |
    'integrations:write' | 'jobs:read' | 'jobs:write' | 'macros:read' | 'macros:write' | 'offline' | 'openid' |
    'profile' | 'rules:read' | 'rules:write' | 'satisfaction_survey:read' | 'satisfaction_survey:write' |
    'statistics:read' | 'tags:read' | 'tags:write' | 'tickets:read' | 'tickets:write' | 'users:read' | 'users:write';
  'greenhouse':
    'candidates.create' | 'candidates.view' | 'harvest:applications:list' | 'harvest:candidates:create' |
    'harvest:candidates:list' | 'harvest:candidates:update' | 'harvest:interviews:list' | 'harvest:job_posts:list' |
    'harvest:jobs:list' | 'harvest:notes:create' | 'harvest:scorecards:list' | 'jobs.view' | 'prospect_pools.view';
  'gumroad':
    'view_sales';
  'gusto':
    'access_token:read' | 'accounting_integrations:read' | 'accounting_integrations:write' | 'accounts:write' |
    'ach_transactions:read' | 'ardius_data:read' | 'ardius_data:write' | 'ardius_system_data:write' |
    'authentication_service_api:read' | 'authentication_service_api:write' | 'benefits:read' | 'break_policies:read' |
    'break_policies:write' | 'companies:disconnect_app_integration' | 'companies:read' | 'companies:read:limited' |
    'companies:write' | 'company_admin:read' | 'company_admin:write' | 'company_attachments:read' |
    'company_attachments:write' | 'company_bank_accounts:read' | 'company_bank_accounts:write' |
    'company_benefits:read' | 'company_benefits:read:phi' | 'company_benefits:write' |
    'company_benefits:write:benefit_type_limited' | 'company_earned_wage_access:manage' |
    'company_earned_wage_access:read' | 'company_federal_taxes:read' | 'company_federal_taxes:write' |
    'company_forms:read' | 'company_forms:sign' | 'company_onboarding_status:bulk_read' |
    'company_onboarding_status:read' | 'company_payment_configs:read' | 'company_payment_configs:write' |
    'company_reports:read' | 'company_reports:read:tier_2_only' | 'company_reports:write' |
    'company_reports:write:general_ledger' | 'company_suspensions:read' | 'company_suspensions:write' |
    'company_tax_requirements:read' | 'company_tax_requirements:write' | 'compensations:read' | 'compensations:write' |
    'config_flows:write' | 'contractor_documents:read' | 'contractor_documents:write' | 'contractor_forms:read' |
    'contractor_pay_stubs:read' | 'contractor_payment_methods:read' |
    'contractor_payment_methods:read:account_number' | 'contractor_payment_methods:write' | 'contractors:manage' |
    'contractors:read' | 'contractors:write' | 'cx_portal_access_tokens:write' | 'cx_portal_users_management:write' |
    'demo_notifications:write' | 'departments:read' | 'departments:write' | 'earned_wage_access:manage' |
    'earned_wage_access:read' | 'earned_wage_access:write' | 'elevate_employees:read' | 'employee_benefits:read' |
    'employee_benefits:read:phi' | 'employee_benefits:write' | 'employee_benefits:write:benefit_type_limited' |
    'employee_federal_taxes:read' | 'employee_federal_taxes:write' | 'employee_forms:read' | 'employee_forms:sign' |
    'employee_payment_methods:read' | 'employee_payment_methods:read:account_number' |
    'employee_payment_methods:write' | 'employee_state_taxes:read' | 'employee_state_taxes:write' |
    'employee_time_off_activities:read' | 'employees:manage' | 'employees:read' | 'employees:write' |
    'employees_with_ssn:read' | 'employments:read' | 'employments:write' | 'equifax_verification:read' |
    'events:read' | 'external_payrolls:read' | 'external_payrolls:write' | 'flows:write' | 'garnishments:read' |
    'garnishments:write' | 'generated_documents:read' | 'generated_documents:write' | 'graphql:internal' |
    'gusto_earned_wage_access_clair_api:manage' | 'gusto_wallet_accounts:read' | 'health_insurance:read' |
    'health_insurance:write' | 'holiday_pay_policies:read' | 'holiday_pay_policies:write' |
    'i9_authorizations:manage' | 'i9_authorizations:read' | 'i9_authorizations:write' | 'information_requests:read' |
    'information_requests:read:required_questions' | 'information_requests:write' | 'integrations:authorize' |
    'invoices:read' | 'jobs:read' | 'jobs:write' | 'kiosk_time_tracking:read' | 'kiosk_time_tracking:update' |
    'melio_profile:read' | 'member_portal_access_tokens:write' | 'member_portal_invitation:internal' |
    'member_portal_invitation:read' | 'member_portal_invitation:write' | 'notifications:read' | 'openid' |
    'overtime_policies:read' | 'overtime_policies:write' | 'partner_disbursements:read' |
    'partner_disbursements:write' | 'partner_external_user_mappings:write' |
    'partner_managed_canadian_companies:manage' | 'partner_managed_companies:manage' |
    'partner_managed_companies:read' | 'partner_managed_companies:write' | 'partner_portal_invitation:write' |
    'pay_schedules:read' | 'pay_schedules:write' | 'pay_stubs:read' | 'payroll_activity:read' |
    'payroll_digests:read' | 'payroll_digests:write' | 'payroll_syncs:read' | 'payroll_syncs:write' | 'payrolls:read' |
    'payrolls:run' | 'payrolls:write' | 'people_batches:read' | 'people_batches:write' | 'plaid:write' |
    'plaid_fdx:read:accounts' | 'plaid_fdx:read:contacts' | 'plaid_fdx:read:transactions' | 'plaid_processor:write';
  'harvest':
    'all' | 'forecast:all' | 'harvest:all';
  'heroku':
    'global' | 'identity' | 'read' | 'read-protected' | 'write' | 'write-protected';
  'highlevel':
    'adPublishing.readOnly' | 'adPublishing.write' | 'associations.readonly' | 'associations.write' |
    'associations/relation.readonly' | 'associations/relation.write' | 'blogs/author.readonly' |
    'blogs/category.readonly' | 'blogs/check-slug.readonly' | 'blogs/post-update.write' | 'blogs/post.write' |
    'businesses.readonly' | 'businesses.write' | 'calendars.readonly' | 'calendars.write' |
    'calendars/events.readonly' | 'calendars/events.write' | 'calendars/groups.readonly' | 'calendars/groups.write' |
    'calendars/resources.readonly' | 'calendars/resources.write' | 'campaigns.readonly' | 'charges.readonly' |
    'charges.write' | 'companies.readonly' | 'contacts.readonly' | 'contacts.write' | 'conversations.readonly' |
    'conversations.write' | 'conversations/message.readonly' | 'conversations/message.write' | 'courses.write' |
    'custom-menu-link.readonly' | 'custom-menu-link.write' | 'documents_contracts/list.readonly' |
    'documents_contracts/sendlink.write' | 'documents_contracts_templates/list.readonly' |
    'documents_contracts_templates/sendlink.write' | 'emails/builder.readonly' | 'emails/builder.write' |
    'emails/schedule.readonly' | 'forms.readonly' | 'forms.write' | 'funnels/funnel.readonly' |
    'funnels/page.readonly' | 'funnels/pagecount.readonly' | 'funnels/redirect.readonly' | 'funnels/redirect.write' |
    'invoices.readonly' | 'invoices.write' | 'invoices/estimate.readonly' | 'invoices/estimate.write' |
    'invoices/schedule.readonly' | 'invoices/schedule.write' | 'invoices/template.readonly' |
    'invoices/template.write' | 'links.readonly' | 'links.write' | 'locations.readonly' | 'locations.write' |
    'locations/customFields.readonly' | 'locations/customFields.write' | 'locations/customValues.readonly' |
    'locations/customValues.write' | 'locations/tags.readonly' | 'locations/tags.write' | 'locations/tasks.readonly' |
    'locations/templates.readonly' | 'marketplace-installer-details.readonly' | 'medias.readonly' | 'medias.write' |
    'numberpools.read' | 'oauth.readonly' | 'oauth.write' | 'objects/record.readonly' | 'objects/record.write' |
    'objects/schema.readonly' | 'objects/schema.write' | 'opportunities.readonly' | 'opportunities.write' |
    'payments/coupons.readonly' | 'payments/coupons.write' | 'payments/custom-provider.readonly' |
    'payments/custom-provider.write' | 'payments/integration.readonly' | 'payments/integration.write' |
    'payments/orders.readonly' | 'payments/orders.write' | 'payments/subscriptions.readonly' |
    'payments/transactions.readonly' | 'phonenumbers.read' | 'products.readonly' | 'products.write' |
    'products/collection.readonly' | 'products/collection.write' | 'products/prices.readonly' |
    'products/prices.write' | 'saas/company.write' | 'saas/location.read' | 'saas/location.write' |
    'snapshots.readonly' | 'snapshots.write' | 'socialplanner/account.readonly' | 'socialplanner/account.write' |
    'socialplanner/category.readonly' | 'socialplanner/csv.readonly' | 'socialplanner/csv.write' |
    'socialplanner/oauth.readonly' | 'socialplanner/oauth.write' | 'socialplanner/post.readonly' |
    'socialplanner/post.write' | 'socialplanner/statistics.readonly' | 'socialplanner/tag.readonly' |
    'surveys.readonly' | 'users.readonly' | 'users.write' | 'voice-ai-agent-goals.readonly' |
    'voice-ai-agent-goals.write' | 'voice-ai-agents.readonly' | 'voice-ai-agents.write' |
    'voice-ai-dashboard.readonly' | 'workflows.readonly';
  'hubspot':
    'account-info.security.read' | 'accounting' | 'actions' | 'analytics.behavioral_events.send' | 'automation' |
    'automation.sequences.enrollments.write' | 'automation.sequences.read' |
    'behavioral_events.event_definitions.read_write' | 'business-intelligence' | 'business_units.view.read' |
    'cms.domains.read' | 'cms.domains.write' | 'cms.functions.read' | 'cms.functions.write' |
    'cms.knowledge_base.articles.publish' | 'cms.knowledge_base.articles.read' | 'cms.knowledge_base.articles.write' |
    'cms.knowledge_base.settings.read' | 'cms.knowledge_base.settings.write' | 'cms.membership.access_groups.read' |
    'cms.membership.access_groups.write' | 'collector.graphql_query.execute' | 'collector.graphql_schema.read' |
    'communication_preferences.read' | 'communication_preferences.read_write' |
    'communication_preferences.statuses.batch.read' | 'communication_preferences.statuses.batch.write' |
    'communication_preferences.write' | 'contacts' | 'content' | 'conversations.custom_channels.read' |
    'conversations.custom_channels.write' | 'conversations.read' |
    'conversations.visitor_identification.tokens.create' | 'conversations.write' | 'crm.dealsplits.read_write' |
    'crm.export' | 'crm.import' | 'crm.lists.read' | 'crm.lists.write' | 'crm.objects.appointments.read' |
    'crm.objects.appointments.sensitive.read' | 'crm.objects.appointments.sensitive.write' |
    'crm.objects.appointments.write' | 'crm.objects.carts.read' | 'crm.objects.carts.write' |
    'crm.objects.commercepayments.read' | 'crm.objects.companies.highly_sensitive.read' |
    'crm.objects.companies.highly_sensitive.write' | 'crm.objects.companies.read' |
    'crm.objects.companies.sensitive.read' | 'crm.objects.companies.sensitive.write' | 'crm.objects.companies.write' |
    'crm.objects.contacts.highly_sensitive.read' | 'crm.objects.contacts.highly_sensitive.write' |
    'crm.objects.contacts.read' | 'crm.objects.contacts.sensitive.read' | 'crm.objects.contacts.sensitive.write' |
    'crm.objects.contacts.write' | 'crm.objects.courses.read' | 'crm.objects.courses.write' |
    'crm.objects.custom.highly_sensitive.read' | 'crm.objects.custom.highly_sensitive.write' |
    'crm.objects.custom.read' | 'crm.objects.custom.sensitive.read' | 'crm.objects.custom.sensitive.write' |
    'crm.objects.custom.write' | 'crm.objects.deals.highly_sensitive.read' |
    'crm.objects.deals.highly_sensitive.write' | 'crm.objects.deals.read' | 'crm.objects.deals.sensitive.read' |
    'crm.objects.deals.sensitive.write' | 'crm.objects.deals.write' | 'crm.objects.feedback_submission.read' |
    'crm.objects.goals.read' | 'crm.objects.invoices.read' | 'crm.objects.leads.read' | 'crm.objects.leads.write' |
    'crm.objects.line_items.read' | 'crm.objects.line_items.write' | 'crm.objects.listings.read' |
    'crm.objects.listings.write' | 'crm.objects.marketing_events.read' | 'crm.objects.marketing_events.write' |
    'crm.objects.orders.read' | 'crm.objects.orders.write' | 'crm.objects.owners.read' |
    'crm.objects.partner-clients.read' | 'crm.objects.partner-clients.write' | 'crm.objects.partner-services.read' |
    'crm.objects.partner-services.write' | 'crm.objects.projects.highly_sensitive.read' |
    'crm.objects.projects.highly_sensitive.write' | 'crm.objects.projects.read' |
    'crm.objects.projects.sensitive.read' | 'crm.objects.projects.sensitive.write' | 'crm.objects.projects.write' |
    'crm.objects.quotes.read' | 'crm.objects.quotes.write' | 'crm.objects.services.read' |
    'crm.objects.services.write' | 'crm.objects.subscriptions.read' | 'crm.objects.users.read' |
    'crm.objects.users.write' | 'crm.pipelines.orders.read' | 'crm.pipelines.orders.write' |
    'crm.schemas.appointments.read' | 'crm.schemas.appointments.write' | 'crm.schemas.carts.read' |
    'crm.schemas.carts.write' | 'crm.schemas.commercepayments.read' | 'crm.schemas.companies.read' |
    'crm.schemas.companies.write' | 'crm.schemas.contacts.read' | 'crm.schemas.contacts.write' |
    'crm.schemas.custom.read' | 'crm.schemas.deals.read' | 'crm.schemas.deals.write' | 'crm.schemas.invoices.read' |
    'crm.schemas.invoices.write' | 'crm.schemas.line_items.read' | 'crm.schemas.listings.read' |
    'crm.schemas.listings.write' | 'crm.schemas.orders.read' | 'crm.schemas.orders.write' |
    'crm.schemas.projects.read' | 'crm.schemas.projects.write' | 'crm.schemas.quotes.read' |
    'crm.schemas.services.read' | 'crm.schemas.services.write' | 'crm.schemas.subscriptions.read' |
    'crm.schemas.subscriptions.write' | 'ctas.read' | 'e-commerce' | 'external_integrations.forms.access' | 'files' |
    'files.ui_hidden.read' | 'forms' | 'forms-uploaded-files' | 'hubdb' | 'integration-sync' | 'marketing-email' |
    'marketing.campaigns.read' | 'marketing.campaigns.revenue.read' | 'marketing.campaigns.write' |
    'media_bridge.read' | 'media_bridge.write' | 'oauth' | 'reports' | 'sales-email-read';
  'hubstaff':
    'email' | 'hubstaff:read' | 'hubstaff:write' | 'openid' | 'profile' | 'tasks:read' | 'tasks:write';
  'instagram':
    'instagram_business_basic' | 'instagram_business_content_publish' | 'instagram_business_manage_comments' |
    'instagram_business_manage_insights' | 'instagram_business_manage_messages';
  'ironclad':
    'openid' | 'public.entities.createEntities' | 'public.entities.deleteEntities' | 'public.entities.readEntities' |
    'public.entities.readRelationshipTypes' | 'public.entities.updateEntities' | 'public.export.createReports' |
    'public.export.readReports' | 'public.obligations.createObligations' | 'public.obligations.deleteObligations' |
    'public.obligations.readObligations' | 'public.obligations.updateObligations' |
    'public.records.applyContractActions' | 'public.records.createAttachments' | 'public.records.createRecords' |
    'public.records.createSmartImportRecords' | 'public.records.deleteAttachments' | 'public.records.deleteRecords' |
    'public.records.readAttachments' | 'public.records.readRecords' | 'public.records.readSchemas' |
    'public.records.readSmartImportRecords' | 'public.records.updateRecords' | 'public.search.conversational' |
    'public.webhooks.createWebhooks' | 'public.webhooks.deleteWebhooks' | 'public.webhooks.readWebhooks' |
    'public.webhooks.updateWebhooks' | 'public.workflows.cancel' | 'public.workflows.cancelSignatureRequests' |
    'public.workflows.createComments' | 'public.workflows.createDocuments' |
    'public.workflows.createEmbeddableSignerUrls' | 'public.workflows.createFromSource' |
    'public.workflows.createSignatureRecipientUrls' | 'public.workflows.createWorkflows' |
    'public.workflows.deleteScheduledSignatureRequest' | 'public.workflows.deleteSigners' |
    'public.workflows.pauseAndResume' | 'public.workflows.readApprovals' | 'public.workflows.readComments' |
    'public.workflows.readDocuments' | 'public.workflows.readEmailCommunications' |
    'public.workflows.readParticipants' | 'public.workflows.readSchemas' | 'public.workflows.readSignStatus' |
    'public.workflows.readSignatures' | 'public.workflows.readTurnHistory' | 'public.workflows.readWorkflows' |
    'public.workflows.remindSigners' | 'public.workflows.revertToReview' |
    'public.workflows.scheduleSendSignatureRequest' | 'public.workflows.sendSignatureRequests' |
    'public.workflows.updateApprovals' | 'public.workflows.updateFromSource' |
    'public.workflows.updateScheduledSignatureRequest' | 'public.workflows.updateSignaturePacket' |
    'public.workflows.updateSigners' | 'public.workflows.updateWorkflows' | 'public.workflows.uploadSignedDocuments' |
    'scim.groups.createGroups' | 'scim.groups.deleteGroups' | 'scim.groups.readGroups' | 'scim.groups.updateGroups' |
    'scim.schemas.readSchemas' | 'scim.users.createUsers' | 'scim.users.deleteUsers' | 'scim.users.readUsers' |
    'scim.users.updateUsers';
  'jira':
    'delete:async-task:jira' | 'delete:attachment:confluence' | 'delete:attachment:jira' | 'delete:avatar:jira' |
    'delete:blogpost:confluence' | 'delete:comment.property:jira' | 'delete:comment:confluence' |
    'delete:comment:jira' | 'delete:content:confluence' | 'delete:custom-content:confluence' |
    'delete:customer.detail-field:jira-service-management' | 'delete:customer:entitlement:jira-service-management' |
    'delete:dashboard.property:jira' | 'delete:dashboard:jira' | 'delete:database:confluence' |
    'delete:embed:confluence' | 'delete:entitlement:detail-field:jira-service-management' |
    'delete:entitlement:jira-service-management' | 'delete:field-configuration-scheme:jira' |
    'delete:field-configuration:jira' | 'delete:field.option:jira' | 'delete:field:confluence' |
    'delete:filter.column:jira' | 'delete:filter:jira' | 'delete:folder:confluence' | 'delete:group:confluence' |
    'delete:group:jira' | 'delete:issue-link-type:jira' | 'delete:issue-link:jira' | 'delete:issue-type-scheme:jira' |
    'delete:issue-type-screen-scheme:jira' | 'delete:issue-type.property:jira' | 'delete:issue-type:jira' |
    'delete:issue-worklog.property:jira' | 'delete:issue-worklog:jira' | 'delete:issue.property:jira' |
    'delete:issue.remote-link:jira' | 'delete:issue:jira' | 'delete:organization.property:jira-service-management' |
    'delete:organization.user:jira-service-management' | 'delete:organization:confluence' |
    'delete:organization:jira-service-management' | 'delete:page:confluence' | 'delete:permission-scheme:jira' |
    'delete:permission:jira' | 'delete:product:jira-service-management' | 'delete:project-category:jira' |
    'delete:project-role:jira' | 'delete:project-version:jira' | 'delete:project.component:jira' |
    'delete:project.property:jira' | 'delete:project:jira' | 'delete:request.comment:jira-service-management' |
    'delete:request.feedback:jira-service-management' | 'delete:request.notification:jira-service-management' |
    'delete:request.participant:jira-service-management' | 'delete:requesttype.property:jira-service-management' |
    'delete:screen-scheme:jira' | 'delete:screen-tab:jira' | 'delete:screen:jira' |
    'delete:servicedesk.customer:jira-service-management' | 'delete:servicedesk.organization:jira-service-management' |
    'delete:servicedesk.property:jira-service-management' | 'delete:space.permission:confluence' |
    'delete:space:confluence' | 'delete:template:confluence' | 'delete:user-configuration:jira' |
    'delete:user.property:confluence' | 'delete:user.property:jira' | 'delete:webhook:jira' |
    'delete:whiteboard:confluence' | 'delete:workflow-scheme:jira' | 'delete:workflow.property:jira' |
    'delete:workflow:jira' | 'import:import-configuration:cmdb' | 'manage:confluence-configuration' |
    'manage:jira-configuration' | 'manage:jira-project' | 'manage:jira-webhook' | 'manage:servicedesk-customer' |
    'offline_access' | 'read:analytics.content:confluence' | 'read:application-role:jira' |
    'read:attachment:confluence' | 'read:attachment:jira' | 'read:audit-log:confluence' | 'read:audit-log:jira' |
    'read:avatar:jira' | 'read:blogpost:confluence' | 'read:cmdb-attribute:jira' | 'read:cmdb-icon:jira' |
    'read:cmdb-object:jira' | 'read:cmdb-schema:jira' | 'read:cmdb-type:jira' | 'read:comment.property:jira' |
    'read:comment:confluence' | 'read:comment:jira' | 'read:configuration:confluence' |
    'read:content-details:confluence' | 'read:content.metadata:confluence' | 'read:content.permission:confluence' |
    'read:content.property:confluence' | 'read:content.restriction:confluence' | 'read:content:confluence' |
    'read:custom-content:confluence' | 'read:customer.detail-field:jira-service-management' |
    'read:customer.detail:jira-service-management' | 'read:customer:entitlement:jira-service-management' |
    'read:customer:jira-service-management' | 'read:dashboard.property:jira' | 'read:dashboard:jira' |
    'read:database:confluence' | 'read:email-address:confluence' | 'read:email-address:jira' |
    'read:embed:confluence' | 'read:entitlement.detail:jira-service-management' |
    'read:entitlement:detail-field:jira-service-management' | 'read:entitlement:jira-service-management' |
    'read:field-configuration-scheme:jira' | 'read:field-configuration:jira' | 'read:field.default-value:jira' |
    'read:field.option:jira' | 'read:field.options:jira' | 'read:field:confluence' | 'read:filter.column:jira' |
    'read:filter.default-share-scope:jira' | 'read:filter:jira' | 'read:folder:confluence' | 'read:group:confluence' |
    'read:group:jira' | 'read:hierarchical-content:confluence' | 'read:instance-configuration:jira' |
    'read:issue-details:jira' | 'read:issue-event:jira' | 'read:issue-field-values:jira' | 'read:issue-meta:jira' |
    'read:issue-security-level:jira' | 'read:issue-security-scheme:jira' | 'read:issue-status:jira' |
    'read:issue-type-hierarchy:jira' | 'read:issue-type-scheme:jira' | 'read:issue-type-screen-scheme:jira' |
    'read:issue-type-transition:jira' | 'read:issue-type.property:jira' | 'read:issue-type:jira' |
    'read:issue-worklog.property:jira' | 'read:issue-worklog:jira' | 'read:issue.changelog:jira' |
    'read:issue.property:jira' | 'read:issue.remote-link:jira';
  'jobadder':
    'email' | 'introspection' | 'manage_candidate_custom' | 'manage_company_custom' | 'manage_contact_custom' |
    'manage_job_custom' | 'manage_jobapplication_custom' | 'manage_placement_custom' | 'offline_access' | 'openid' |
    'partner_jobboard' | 'partner_ui_action' | 'profile' | 'read' | 'read_candidate' | 'read_candidate_note' |
    'read_company' | 'read_company_note' | 'read_contact' | 'read_contact_note' | 'read_events' | 'read_float' |
    'read_folder' | 'read_interview' | 'read_job' | 'read_job_note' | 'read_jobad' | 'read_jobapplication' |
    'read_jobapplication_note' | 'read_note' | 'read_opportunity' | 'read_opportunity_note' | 'read_placement' |
    'read_placement_note' | 'read_requisition' | 'read_requisition_note' | 'read_submission' | 'read_user' |
    'read_usergroup' | 'read_usertask' | 'roles' | 'write' | 'write_candidate' | 'write_candidate_note' |
    'write_company' | 'write_company_note' | 'write_contact' | 'write_contact_note' | 'write_events' | 'write_folder' |
    'write_interview' | 'write_job' | 'write_job_note' | 'write_jobad' | 'write_jobapplication' |
    'write_jobapplication_note' | 'write_note' | 'write_opportunity' | 'write_opportunity_note' | 'write_placement' |
    'write_placement_note' | 'write_requisition' | 'write_requisition_note' | 'write_sms';
  'keap':
    'full';
  'kick':
    'user:read';
  'klaviyo':
    'accounts:read' | 'campaigns:read' | 'campaigns:write' | 'catalogs:read' | 'catalogs:write' |
    'conversations:read' | 'conversations:write' | 'coupon-codes:read' | 'coupon-codes:write' | 'coupons:read' |
    'coupons:write' | 'data-privacy:read' | 'data-privacy:write' | 'events:read' | 'events:write' | 'flows:read' |
    'flows:write' | 'forms:read' | 'images:read' | 'images:write' | 'lists:read' | 'lists:write' | 'metrics:read' |
    'metrics:write' | 'profiles:read' | 'profiles:write' | 'push-tokens:read' | 'push-tokens:write' | 'reviews:read' |
    'segments:read' | 'segments:write' | 'subscriptions:read' | 'subscriptions:write' | 'tags:read' | 'tags:write' |
    'templates:read' | 'templates:write' | 'tracking-settings:read' | 'tracking-settings:write' | 'web-feeds:read' |
    'web-feeds:write';
  'lever':
    'applications:read:admin' | 'archive_reasons:read:admin' | 'audit_events:read:admin' |
    'confidential:access:admin' | 'contact:read:admin' | 'contact:write:admin' | 'diversity_surveys:read:admin' |
    'eeo_responses:read:admin' | 'eeo_responses_pii:read:admin' | 'feedback:read:admin' | 'feedback:write:admin' |
    'feedback_templates:read:admin' | 'feedback_templates:write:admin' | 'files:read:admin' | 'files:write:admin' |
    'form_templates:read:admin' | 'form_templates:write:admin' | 'forms:read:admin' | 'forms:write:admin' |
    'groups:read:admin' | 'groups:write:admin' | 'interviews:read:admin' | 'interviews:write:admin' |
    'notes:read:admin' | 'notes:write:admin' | 'offers:read:admin' | 'offline_access' | 'opportunities:read:admin' |
    'opportunities:write:admin' | 'panels:read:admin' | 'panels:write:admin' | 'permissions:read:admin' |
    'permissions:write:admin' | 'postings:read:admin' | 'postings:write:admin' | 'referrals:read:admin' |
    'requisition_fields:read:admin' | 'requisition_fields:write:admin' | 'requisitions:read:admin' |
    'requisitions:write:admin' | 'resumes:read:admin' | 'roles:read:admin' | 'roles:write:admin' |
    'sources:read:admin' | 'stages:read:admin' | 'tags:read:admin' | 'tasks:read:admin' | 'uploads:write:admin' |
    'users:read:admin' | 'users:write:admin' | 'webhooks:read:admin' | 'webhooks:write:admin';
  'lichess':
    'email:read';
  'line':
    'email' | 'openid' | 'profile';
  'linear':
    'admin' | 'app:assignable' | 'app:mentionable' | 'comments:create' | 'customer:read' | 'customer:write' |
    'initiative:read' | 'initiative:write' | 'issues:create' | 'read' | 'timeSchedule:write' | 'write';
  'linkedin':
    'email' | 'openid' | 'profile' | 'r_1st_connections_size' | 'r_ad_campaigns' | 'r_ads' |
    'r_ads_leadgen_automation' | 'r_ads_reporting' | 'r_basicprofile' | 'r_compliance' | 'r_contactinfo' |
    'r_emailaddress' | 'r_events' | 'r_feed' | 'r_fullprofile' | 'r_liteprofile' | 'r_marketing_leadgen_automation' |
    'r_member_social' | 'r_network' | 'r_organization_admin' | 'r_organization_followers' | 'r_organization_lookup' |
    'r_organization_social' | 'r_organization_social_feed' | 'r_primarycontact' | 'r_sales_nav_analytics' |
    'r_sales_nav_display' | 'r_sales_nav_profiles' | 'r_sales_nav_validation' | 'r_targeting' | 'rw_ad_campaigns' |
    'rw_ads' | 'rw_company_admin' | 'rw_conversions' | 'rw_dmp_segments' | 'rw_groups' | 'rw_nus' |
    'rw_offlineConversions' | 'rw_organization' | 'rw_organization_admin' | 'w_compliance' | 'w_member_social' |
    'w_member_social_feed' | 'w_messages' | 'w_organization_social' | 'w_organization_social_feed' | 'w_share';
  'lokalise':
    'delete_contributors' | 'delete_keys' | 'read_background_processes' | 'read_comments' | 'read_contributors' |
    'read_files' | 'read_keys' | 'read_languages' | 'read_projects' | 'read_screenshots' | 'read_snapshots' |
    'read_tasks' | 'read_team_orders' | 'read_team_users' | 'read_translations' | 'read_webhooks' | 'write_comments' |
    'write_contributors' | 'write_files' | 'write_keys' | 'write_languages' | 'write_projects' | 'write_screenshots' |
    'write_snapshots' | 'write_tasks' | 'write_team_orders' | 'write_translations' | 'write_webhooks';
  'meetup':
    'ageless' | 'basic' | 'messaging';
  'meistertask':
    'meistertask' | 'userinfo.email' | 'userinfo.profile';
  'microsoft-calendar':
    'Calendars.Read' | 'Calendars.Read.Shared' | 'Calendars.ReadBasic' | 'Calendars.ReadWrite' |
    'Calendars.ReadWrite.Shared' | 'User.Read' | 'offline_access' | 'openid' | 'profile';
  'microsoft-onedrive':
    'Files.Read' | 'Files.Read.All' | 'Files.ReadWrite' | 'Files.ReadWrite.All' | 'Sites.Read.All' |
    'Sites.ReadWrite.All' | 'User.Read' | 'offline_access' | 'openid' | 'profile';
  'microsoft-outlook':
    'Contacts.Read' | 'Contacts.ReadWrite' | 'Mail.Read' | 'Mail.Read.Shared' | 'Mail.ReadBasic' | 'Mail.ReadWrite' |
    'Mail.ReadWrite.Shared' | 'Mail.Send' | 'Mail.Send.Shared' | 'MailboxSettings.Read' | 'MailboxSettings.ReadWrite' |
    'User.Read' | 'offline_access' | 'openid' | 'profile';
  'microsoft-planner':
    'Group.Read.All' | 'Group.ReadWrite.All' | 'Tasks.Read' | 'Tasks.Read.Shared' | 'Tasks.ReadWrite' |
    'Tasks.ReadWrite.Shared' | 'User.Read' | 'offline_access' | 'openid' | 'profile';
  'microsoft-power-bi':
    'App.Read.All' | 'Capacity.Read.All' | 'Capacity.ReadWrite.All' | 'Catalog.Read.All' |
    'CatalogMirroring.Read.All' | 'Code.AccessAzureDataExplorer.All' | 'Code.AccessAzureDataLake.All' |
    'Code.AccessAzureKeyvault.All' | 'Code.AccessFabric.All' | 'Code.AccessSQL.All' | 'Code.AccessStorage.All' |
    'Connection.Read.All' | 'Connection.ReadWrite.All' | 'Content.Create' | 'CopyJob.Execute.All' |
    'CopyJob.Read.All' | 'CopyJob.ReadWrite.All' | 'Dashboard.Read.All' | 'Dashboard.ReadWrite.All' |
    'DataAgent.Execute.All' | 'DataAgent.Read.All' | 'DataAgent.ReadWrite.All' | 'DataPipeline.Execute.All' |
    'DataPipeline.Read.All' | 'DataPipeline.ReadWrite.All' | 'DatabricksCatalog.Read.All' | 'Dataflow.Execute.All' |
    'Dataflow.Read.All' | 'Dataflow.ReadWrite.All' | 'Datamart.Read.All' | 'Datamart.ReadWrite.All' |
    'Dataset.Read.All' | 'Dataset.ReadWrite.All' | 'DevX.ReadWrite.All' | 'Environment.Read.All' |
    'Environment.ReadWrite.All' | 'Eventhouse.Read.All' | 'Eventhouse.ReadWrite.All' | 'Eventstream.Read.All' |
    'Eventstream.ReadWrite.All' | 'ExternalDataShare.Accept.All' | 'Fabric.Embed' | 'Fabric.Extend' |
    'Fabric.Extend.IframeSandbox' | 'Gateway.Read.All' | 'Gateway.ReadWrite.All' | 'GraphInstance.Execute.All' |
    'GraphInstance.Read.All' | 'GraphInstance.ReadWrite.All' | 'GraphQL.Execute.All' | 'GraphQLApi.Execute.All' |
    'GraphQLApi.Read.All' | 'GraphQLApi.ReadWrite.All' | 'Item.Audit.All' | 'Item.Execute.All' |
    'Item.ExternalDataShare.All' | 'Item.Read.All' | 'Item.ReadWrite.All' | 'Item.Reshare.All' |
    'ItemMetadata.Read.All' | 'ItemMetadata.ReadWrite.All' | 'KQLDashboard.Read.All' | 'KQLDashboard.ReadWrite.All' |
    'KQLDataConnection.Read.All' | 'KQLDataConnection.ReadWrite.All' | 'KQLDatabase.Execute.All' |
    'KQLDatabase.ExternalDataShare.All' | 'KQLDatabase.Read.All' | 'KQLDatabase.ReadWrite.All' |
    'KQLQueryset.Read.All' | 'KQLQueryset.ReadWrite.All' | 'Lakehouse.Execute.All' |
    'Lakehouse.ExternalDataShare.All' | 'Lakehouse.Read.All' | 'Lakehouse.ReadWrite.All' | 'MLExperiment.Execute.All' |
    'MLExperiment.Read.All' | 'MLExperiment.ReadWrite.All' | 'MLModel.Execute.All' | 'MLModel.Read.All' |
    'MLModel.ReadWrite.All' | 'MLModel.Reshare.All' | 'MetricSet.Read.All' | 'MetricSet.ReadWrite.All' |
    'MirroredAzureDatabricksCatalog.Execute.All' | 'MirroredAzureDatabricksCatalog.Read.All' |
    'MirroredAzureDatabricksCatalog.ReadWrite.All' | 'MirroredDatabase.ExternalDataShare.All' |
    'MirroredDatabase.Read.All' | 'MirroredDatabase.ReadWrite.All' | 'MountedDataFactory.Read.All' |
    'MountedDataFactory.ReadWrite.All' | 'Notebook.Execute.All' | 'Notebook.Read.All' | 'Notebook.ReadWrite.All' |
    'OneLake.Read.All' | 'OneLake.ReadWrite.All' | 'OrgApp.Read.All' | 'OrgApp.ReadWrite.All' |
    'PaginatedReport.Read.All' | 'PaginatedReport.ReadWrite.All' | 'Pipeline.Deploy' | 'Pipeline.Read.All' |
    'Pipeline.ReadWrite.All' | 'PrincipalDetails.ReadBasic.All' | 'Reflex.Read.All' | 'Reflex.ReadWrite.All' |
    'Report.Read.All' | 'Report.ReadWrite.All' | 'RetailDataManager.Read.All' | 'RetailDataManager.ReadWrite.All' |
    'SQLDatabase.ExternalDataShare.All' | 'SQLDatabase.Read.All' | 'SQLDatabase.ReadWrite.All' |
    'SQLEndpoint.Read.All' | 'SQLEndpoint.ReadWrite.All' | 'Scorecard.Read.All' |
    'SemanticModel.ExternalDataShare.All' | 'SemanticModel.Read.All' | 'SemanticModel.ReadWrite.All' |
    'SparkJobDefinition.Execute.All' | 'SparkJobDefinition.Read.All' | 'SparkJobDefinition.ReadWrite.All' |
    'StorageAccount.Read.All' | 'StorageAccount.ReadWrite.All' | 'Tenant.Read.All' | 'Tenant.ReadWrite.All' |
    'UserDataFunction.Execute.All' | 'UserDataFunction.Read.All' | 'UserDataFunction.ReadWrite.All' |
    'UserState.ReadWrite.All' | 'VariableLibrary.Execute.All' | 'VariableLibrary.Read.All' |
    'VariableLibrary.ReadWrite.All' | 'Warehouse.Execute.All' | 'Warehouse.ExternalDataShare.All' |
    'Warehouse.Read.All' | 'Warehouse.ReadWrite.All' | 'Warehouse.Restore.All' | 'WarehouseSnapshot.Read.All' |
    'WarehouseSnapshot.ReadWrite.All' | 'Workspace.GitCommit.All' | 'Workspace.GitUpdate.All' | 'Workspace.Read.All' |
    'Workspace.ReadWrite.All' | 'email' | 'offline_access' | 'openid' | 'profile';
  'microsoft-sharepoint':
    'Files.Read.All' | 'Files.ReadWrite.All' | 'Sites.FullControl.All' | 'Sites.Manage.All' | 'Sites.Read.All' |
    'Sites.ReadWrite.All' | 'User.Read' | 'offline_access' | 'openid' | 'profile';
  'microsoft-teams':
    'Channel.ReadBasic.All' | 'ChannelMessage.Read.All' | 'ChannelMessage.Send' | 'Chat.Read' | 'Chat.ReadBasic' |
    'Chat.ReadWrite' | 'ChatMessage.Send' | 'OnlineMeetings.Read' | 'OnlineMeetings.ReadWrite' | 'Presence.Read' |
    'Presence.Read.All' | 'Team.ReadBasic.All' | 'TeamMember.Read.All' | 'User.Read' | 'offline_access' | 'openid' |
    'profile';
  'miro':
    'auditlogs:read' | 'boards:export' | 'boards:read' | 'boards:write' | 'contentlogs:export' | 'identity:read' |
    'identity:write' | 'microphone:listen' | 'organizations:cases:management' | 'organizations:groups:read' |
    'organizations:groups:write' | 'organizations:read' | 'organizations:teams:read' | 'organizations:teams:write' |
    'projects:read' | 'projects:write' | 'screen:record' | 'sessions:delete' | 'team:read' | 'team:write' |
    'webcam:record';
  'monday':
    'account:read' | 'assets:read' | 'boards:read' | 'boards:write' | 'departments:read' | 'departments:write' |
    'docs:read' | 'docs:write' | 'me:read' | 'notifications:write' | 'tags:read' | 'teams:read' | 'teams:write' |
    'updates:read' | 'updates:write' | 'users:read' | 'users:write' | 'webhooks:read' | 'webhooks:write' |
    'workspaces:read' | 'workspaces:write';
  'mural':
    'identity:read' | 'murals:read' | 'murals:write' | 'rooms:read' | 'rooms:write' | 'templates:read' |
    'templates:write' | 'users:read' | 'workspaces:read';
  'musicbrainz':
    'email' | 'profile';
  'myob':
    'CompanyFile' | 'sme-banking' | 'sme-company-file' | 'sme-company-settings' | 'sme-contacts-customer' |
    'sme-contacts-employee' | 'sme-contacts-personal' | 'sme-contacts-supplier' | 'sme-general-ledger' |
    'sme-inventory' | 'sme-payroll' | 'sme-purchases' | 'sme-sales' | 'sme-timebilling';
  'nationbuilder':
    'default';
  'okta':
    'address' | 'device_sso' | 'email' | 'groups' | 'offline_access' | 'okta.accounts.manage' | 'okta.accounts.read' |
    'okta.agentPools.manage' | 'okta.agentPools.read' | 'okta.apiTokens.manage' | 'okta.apiTokens.read' |
    'okta.appGrants.manage' | 'okta.appGrants.read' | 'okta.apps.interclientTrust.manage' |
    'okta.apps.interclientTrust.read' | 'okta.apps.manage' | 'okta.apps.read' | 'okta.authenticators.manage' |
    'okta.authenticators.read' | 'okta.authorizationServers.manage' | 'okta.authorizationServers.read' |
    'okta.behaviors.manage' | 'okta.behaviors.read' | 'okta.botProtection.manage' | 'okta.botProtection.read' |
    'okta.brands.manage' | 'okta.brands.read' | 'okta.captchas.manage' | 'okta.captchas.read' | 'okta.clients.manage' |
    'okta.clients.read' | 'okta.clients.register' | 'okta.customTelephonyProvider.manage' |
    'okta.customTelephonyProvider.read' | 'okta.deviceAssurance.manage' | 'okta.deviceAssurance.read' |
    'okta.deviceIntegrations.manage' | 'okta.deviceIntegrations.read' | 'okta.devicePostureChecks.manage' |
    'okta.devicePostureChecks.read' | 'okta.devices.manage' | 'okta.devices.read' | 'okta.directories.groups.manage' |
    'okta.directories.groups.read' | 'okta.domains.manage' | 'okta.domains.read' | 'okta.dr.manage' | 'okta.dr.read' |
    'okta.emailDomains.manage' | 'okta.emailDomains.read' | 'okta.emailServers.manage' | 'okta.emailServers.read' |
    'okta.eventHooks.manage' | 'okta.eventHooks.read' | 'okta.features.manage' | 'okta.features.read' |
    'okta.groups.manage' | 'okta.groups.read' | 'okta.identitySources.manage' | 'okta.identitySources.read' |
    'okta.idps.manage' | 'okta.idps.read' | 'okta.inlineHooks.manage' | 'okta.inlineHooks.read' |
    'okta.linkedObjects.manage' | 'okta.linkedObjects.read' | 'okta.logStreams.manage' | 'okta.logStreams.read' |
    'okta.logs.read' | 'okta.myAccount.appAuthenticator.maintenance.manage' |
    'okta.myAccount.appAuthenticator.maintenance.read' | 'okta.myAccount.appAuthenticator.manage' |
    'okta.myAccount.authenticators.manage' | 'okta.myAccount.authenticators.read' | 'okta.myAccount.email.manage' |
    'okta.myAccount.email.read' | 'okta.myAccount.oktaApplications.read' | 'okta.myAccount.organization.read' |
    'okta.myAccount.password.manage' | 'okta.myAccount.password.read' | 'okta.myAccount.phone.manage' |
    'okta.myAccount.phone.read' | 'okta.myAccount.profile.manage' | 'okta.myAccount.profile.read' |
    'okta.myAccount.sessions.manage' | 'okta.myAccount.webauthn.manage' | 'okta.myAccount.webauthn.read' |
    'okta.networkZones.manage' | 'okta.networkZones.read' | 'okta.oauthIntegrations.manage' |
    'okta.oauthIntegrations.read' | 'okta.orgs.manage' | 'okta.orgs.read' | 'okta.personal.adminSettings.manage' |
    'okta.personal.adminSettings.read' | 'okta.policies.manage' | 'okta.policies.read' |
    'okta.principalRateLimits.manage' | 'okta.principalRateLimits.read' | 'okta.profileMappings.manage' |
    'okta.profileMappings.read' | 'okta.pushProviders.manage' | 'okta.pushProviders.read' | 'okta.rateLimits.manage' |
    'okta.rateLimits.read' | 'okta.realmAssignments.manage' | 'okta.realmAssignments.read' | 'okta.realms.manage' |
    'okta.realms.read' | 'okta.roles.manage' | 'okta.roles.read' | 'okta.schemas.manage' | 'okta.schemas.read' |
    'okta.securityEventsProviders.manage' | 'okta.securityEventsProviders.read' | 'okta.serviceAccounts.manage' |
    'okta.serviceAccounts.okta.manage' | 'okta.serviceAccounts.okta.read' | 'okta.serviceAccounts.read' |
    'okta.sessions.manage' | 'okta.sessions.read' | 'okta.templates.manage' | 'okta.templates.read' |
    'okta.threatInsights.manage' | 'okta.threatInsights.read' | 'okta.trustedOrigins.manage' |
    'okta.trustedOrigins.read' | 'okta.uischemas.manage' | 'okta.uischemas.read' | 'okta.universalLogout.manage' |
    'okta.userRisk.manage' | 'okta.userRisk.read' | 'okta.userTypes.manage' | 'okta.userTypes.read' |
    'okta.users.manage' | 'okta.users.read' | 'okta.workflows.invoke.manage' | 'openid' | 'phone' | 'profile' |
    'ssf.manage' | 'ssf.read';
  'openstreetmap':
    'read_prefs';
  'orcid':
    '/authenticate';
  'osu':
    'chat.read' | 'chat.write' | 'chat.write_manage' | 'delegate' | 'forum.write' | 'forum.write_manage' |
    'friends.read' | 'group_permissions' | 'identify' | 'multiplayer.write_manage' | 'public';
  'oura':
    'daily' | 'email' | 'heartrate' | 'personal' | 'session' | 'spo2Daily' | 'tag' | 'workout';
  'outreach':
    'mcp:read' | 'mcp:write';
  'pagerduty':
    'incidents.read' | 'incidents.write' | 'openid' | 'read' | 'services.read' | 'write';
  'pandadoc':
    'read' | 'read+write';
  'patreon':
    'campaigns' | 'identity' | 'identity[email]';
  'paypal':
    'address' | 'email' | 'https://uri.paypal.com/services/expresscheckout' |
    'https://uri.paypal.com/services/payments/futurepayments' | 'https://uri.paypal.com/services/paypalattributes' |
    'https://uri.paypal.com/services/wallet/sendmoney' | 'openid' | 'phone' | 'profile';
  'pennylane':
    'billing_subscriptions:all' | 'billing_subscriptions:readonly' | 'categories:all' | 'categories:readonly' |
    'commercial_documents:all' | 'commercial_documents:readonly' | 'customer_invoices:all' |
    'customer_invoices:readonly' | 'customer_mandates:all' | 'customer_mandates:readonly' | 'customers:all' |
    'customers:readonly' | 'e_invoices:all' | 'exports:agl' | 'exports:fec' | 'exports:gl' | 'file_attachments:all' |
    'fiscal_years:readonly' | 'journals:all' | 'journals:readonly' | 'ledger_accounts:all' |
    'ledger_accounts:readonly' | 'ledger_entries:all' | 'ledger_entries:readonly' | 'products:all' |
    'products:readonly' | 'quotes:all' | 'quotes:readonly' | 'supplier_invoices:all' | 'supplier_invoices:readonly' |
    'suppliers:all' | 'suppliers:readonly' | 'transactions:all' | 'transactions:readonly' | 'trial_balance:readonly';
  'pinterest':
    'ads:read' | 'ads:write' | 'billing:read' | 'billing:write' | 'biz_access:read' | 'biz_access:write' |
    'boards:read' | 'boards:read_secret' | 'boards:write' | 'boards:write_secret' | 'catalogs:read' |
    'catalogs:write' | 'msot:write' | 'pins:read' | 'pins:read_secret' | 'pins:write' | 'pins:write_secret' |
    'user_accounts:read' | 'user_accounts:write';
  'pipedrive':
    'activities:full' | 'admin' | 'base' | 'contact-fields:full' | 'contacts:full' | 'deal-fields:full' |
    'deals:full' | 'leads:full' | 'product-fields:full' | 'products:full' | 'project-fields:full' | 'projects:full' |
    'search:read' | 'users:read' | 'webhooks:full';
  'planning-center-online':
    'api' | 'calendar' | 'check_ins' | 'giving' | 'groups' | 'home' | 'openid' | 'people' | 'publishing' |
    'registrations' | 'services';
  'podio':
    'global:read' | 'global:write';
  'podium':
    'read_campaigns' | 'read_contacts' | 'read_feedback' | 'read_locations' | 'read_messages' | 'read_organizations' |
    'read_payments' | 'read_reviews' | 'read_users' | 'write_appointments' | 'write_campaign_messages' |
    'write_contacts' | 'write_data_feed_event' | 'write_locations' | 'write_messages' | 'write_payments' |
    'write_reviews';
  'productboard':
    'analytics:read' | 'entities:delete' | 'entities:read' | 'entities:write' | 'fields:write' | 'identity:read' |
    'jira-integrations:connection:read' | 'jira-integrations:read' | 'mcp.read' | 'mcp.write' | 'members:pii:read' |
    'members:read' | 'notes:delete' | 'notes:read' | 'notes:write' | 'plugin-integrations:connection:read' |
    'plugin-integrations:connection:write' | 'plugin-integrations:delete' | 'plugin-integrations:read' |
    'plugin-integrations:write' | 'teams:delete' | 'teams:read' | 'teams:write' | 'users:pii:read' |
    'webhooks:delete' | 'webhooks:read' | 'webhooks:write';
  'quickbooks':
    'address' | 'app-foundations.custom-field-definitions' | 'app-foundations.custom-field-definitions.read' |
    'com.intuit.quickbooks.accounting' | 'com.intuit.quickbooks.payment' | 'email' |
    'indirect-tax.tax-calculation.quickbooks' | 'openid' | 'payroll.compensation.read' | 'phone' | 'profile' |
    'project-management.project';
  'ramp':
    'accounting:read' | 'accounting:write' | 'applications:read' | 'applications:write' | 'bank_accounts:read' |
    'bills:read' | 'bills:write' | 'business:read' | 'cards:read' | 'cards:read_vault' | 'cards:write' |
    'cashbacks:read' | 'custom_records:read' | 'custom_records:write' | 'departments:read' | 'departments:write' |
    'entities:read' | 'item_receipts:read' | 'leads:read' | 'leads:write' | 'limits:read' | 'limits:write' |
    'locations:read' | 'locations:write' | 'memos:read' | 'memos:write' | 'merchants:read' | 'purchase_orders:read' |
    'receipt_integrations:read' | 'receipt_integrations:write' | 'receipts:read' | 'receipts:write' |
    'reimbursements:read' | 'spend_programs:read' | 'spend_programs:write' | 'statements:read' | 'transactions:read' |
    'transfers:read' | 'users:read' | 'users:write' | 'vendors:read' | 'vendors:write';
  'reddit':
    'account' | 'announcements' | 'edit' | 'flair' | 'history' | 'identity' | 'livemanage' | 'modconfig' | 'modflair' |
    'modlog' | 'modmail' | 'modnote' | 'modothers' | 'modposts' | 'modwiki' | 'mysubreddits' | 'privatemessages' |
    'read' | 'report' | 'save' | 'structuredstyles' | 'submit' | 'subscribe' | 'vote' | 'wikiedit' | 'wikiread';
  'ring-central':
    'A2PSMS' | 'AI' | 'Accounts' | 'Analytics' | 'CallControl' | 'Contacts' | 'ControlWebinars' | 'DirectRingOut' |
    'EditAccounts' | 'EditCallLog' | 'EditCustomData' | 'EditExtensions' | 'EditMessages' | 'EditPaymentInfo' |
    'EditPresence' | 'EditReportingSettings' | 'EditUserCredentials' | 'EditWebinars' | 'Faxes' | 'Glip' |
    'InternalMessages' | 'Meetings' | 'ReadAccounts' | 'ReadCallLog' | 'ReadCallRecording' | 'ReadClientInfo' |
    'ReadContacts' | 'ReadMessages' | 'ReadPresence' | 'ReadWebinars' | 'RingOut' | 'RoleManagement' | 'SMS' |
    'SubscriptionWebhook' | 'TeamMessaging' | 'Video' | 'Voicemail' | 'VoipCalling';
  'roblox':
    'openid' | 'profile';
  'sage':
    'full_access' | 'readonly';
  'sage-intacct':
    'offline_access' | 'openid' | 'sage/ai-agents' | 'token-exchange';
  'salesforce':
    'api' | 'cdp_query_api' | 'chatter_api' | 'content' | 'custom_permissions' | 'einstein_gpt_api' | 'email' |
    'full' | 'id' | 'openid' | 'pardot_api' | 'profile' | 'refresh_token' | 'visualforce' | 'wave_api' | 'web';
  'salesloft':
    'external_emails:create' | 'openid' | 'system:all';
  'sellsy':
    'access-tokens.read' | 'access-tokens.write' | 'accounting-codes.read' | 'accounting-codes.write' |
    'accounting-entry.read' | 'accounting-entry.write' | 'accounting-settings.read' | 'accounting-settings.write' |
    'accounts.read' | 'accounts.write' | 'activities.read' | 'activities.write' | 'adyen.read' | 'adyen.write' |
    'api-v1' | 'bank-accounts.read' | 'calendars.read' | 'calendars.write' | 'check-labels.read' | 'clients.read' |
    'clients.write' | 'comments.read' | 'comments.write' | 'companies.read' | 'companies.write' | 'contacts.read' |
    'contacts.write' | 'credit-notes.read' | 'credit-notes.write' | 'custom-activities.read' |
    'custom-activities.write' | 'custom-fields.read' | 'custom-fields.write' | 'deliveries.read' | 'deliveries.write' |
    'discount-incl-taxes.read' | 'discount-incl-taxes.write' | 'document-layouts.read' | 'emails.read' |
    'emails.settings' | 'emails.write' | 'estimates.read' | 'estimates.write' | 'files.read' | 'files.write' |
    'individuals.read' | 'individuals.write' | 'invoices.read' | 'invoices.write' | 'invoicing.read' |
    'invoicing.settings' | 'items.read' | 'items.write' | 'listings.list' | 'listings.read' | 'listings.write' |
    'models.read' | 'models.write' | 'notifications.read' | 'notifications.write' | 'objectives.read' |
    'objectives.write' | 'ocr.read' | 'opportunities.read' | 'opportunities.write' | 'orders.read' | 'orders.write' |
    'payment-terms.read' | 'payments.read' | 'payments.write' | 'phonecalls.read' | 'phonecalls.write' |
    'primes.read' | 'proforma-invoices.read' | 'proposals.read' | 'proposals.write' | 'rate-categories.read' |
    'rate-categories.write' | 'scopes.read' | 'search.read' | 'smart-tags.read' | 'smart-tags.write' | 'staffs.read' |
    'staffs.write' | 'stancer.read' | 'stancer.write' | 'subscriptions.read' | 'subscriptions.write' | 'tasks.read' |
    'tasks.write' | 'taxes.read' | 'taxes.write' | 'webhooks.read' | 'webhooks.write';
  'servicem8':
    'create_jobs' | 'manage_assets' | 'manage_badges' | 'manage_customer_contacts' | 'manage_customers' |
    'manage_feedback' | 'manage_forms' | 'manage_inventory' | 'manage_job_categories' | 'manage_job_checklists' |
    'manage_job_contacts' | 'manage_job_materials' | 'manage_job_payments' | 'manage_job_queues' | 'manage_jobs' |
    'manage_locations' | 'manage_notifications' | 'manage_schedule' | 'manage_staff' | 'manage_tasks' |
    'manage_tax_rates' | 'manage_templates' | 'publish_email' | 'publish_job_attachments' | 'publish_job_notes' |
    'publish_job_photos' | 'publish_sms' | 'read_assets' | 'read_customer_contacts' | 'read_customers' |
    'read_feedback' | 'read_forms' | 'read_inbox' | 'read_inventory' | 'read_job_attachments' | 'read_job_categories' |
    'read_job_checklists' | 'read_job_contacts' | 'read_job_materials' | 'read_job_notes' | 'read_job_payments' |
    'read_job_photos' | 'read_job_queues' | 'read_jobs' | 'read_locations' | 'read_messages' | 'read_schedule' |
    'read_security_roles' | 'read_staff' | 'read_tasks' | 'read_tax_rates' | 'staff_activity' | 'staff_locations' |
    'vendor' | 'vendor_email' | 'vendor_logo';
  'servicenow':
    'useraccount';
  'seznam-oauth2':
    'identity';
  'shopify':
    'customer_read_companies' | 'customer_read_customers' | 'customer_read_draft_orders' | 'customer_read_locations' |
    'customer_read_markets' | 'customer_read_metaobjects' | 'customer_read_orders' |
    'customer_read_own_subscription_contracts' | 'customer_read_store_credit_accounts' | 'customer_write_companies' |
    'customer_write_customers' | 'customer_write_locations' | 'customer_write_orders' |
    'customer_write_own_subscription_contracts' | 'customer_write_subscription_contracts' | 'read_all_orders' |
    'read_assigned_fulfillment_orders' | 'read_cart_transforms' | 'read_checkout_and_accounts_configurations' |
    'read_checkout_branding_settings' | 'read_content' | 'read_customer_events' | 'read_customer_merge' |
    'read_customer_payment_methods' | 'read_customers' | 'read_delivery_customizations' | 'read_discounts' |
    'read_draft_orders' | 'read_files' | 'read_fulfillments' | 'read_gift_cards' | 'read_inventory' |
    'read_legal_policies' | 'read_locales' | 'read_locations' | 'read_marketing_events' |
    'read_marketplace_fulfillment_orders' | 'read_markets' | 'read_merchant_approval_signals' |
    'read_merchant_managed_fulfillment_orders' | 'read_metaobject_definitions' | 'read_metaobjects' |
    'read_online_store_navigation' | 'read_online_store_pages' | 'read_order_edits' | 'read_orders' |
    'read_own_subscription_contracts' | 'read_payment_customizations' | 'read_payment_gateways' |
    'read_payment_mandate' | 'read_payment_terms' | 'read_price_rules' | 'read_privacy_settings' | 'read_products' |
    'read_reports' | 'read_returns' | 'read_script_tags' | 'read_shipping' |
    'read_shopify_payments_dispute_evidences' | 'read_shopify_payments_disputes' | 'read_shopify_payments_payouts' |
    'read_store_credit_account_transactions' | 'read_store_credit_accounts' | 'read_themes' |
    'read_third_party_fulfillment_orders' | 'read_translations' | 'read_users' | 'read_validations' |
    'unauthenticated_read_checkouts' | 'unauthenticated_read_content' | 'unauthenticated_read_customer_tags' |
    'unauthenticated_read_customers' | 'unauthenticated_read_metaobjects' | 'unauthenticated_read_product_inventory' |
    'unauthenticated_read_product_listings' | 'unauthenticated_read_product_pickup_locations' |
    'unauthenticated_read_product_tags' | 'unauthenticated_read_selling_plans' | 'unauthenticated_write_checkouts' |
    'unauthenticated_write_customers' | 'write_app_proxy' | 'write_assigned_fulfillment_orders' |
    'write_cart_transforms' | 'write_checkout_and_accounts_configurations' | 'write_checkout_branding_settings' |
    'write_content' | 'write_customer_merge' | 'write_customers' | 'write_delivery_customizations' |
    'write_discounts' | 'write_draft_orders' | 'write_files' | 'write_fulfillments' | 'write_gift_cards' |
    'write_inventory' | 'write_locales' | 'write_locations' | 'write_marketing_events' | 'write_markets' |
    'write_merchant_managed_fulfillment_orders' | 'write_metaobject_definitions' | 'write_metaobjects' |
    'write_online_store_navigation' | 'write_order_edits' | 'write_orders' | 'write_own_subscription_contracts' |
    'write_payment_customizations' | 'write_payment_gateways' | 'write_payment_mandate' | 'write_payment_sessions' |
    'write_payment_terms' | 'write_pixels' | 'write_price_rules' | 'write_privacy_settings' | 'write_products' |
    'write_returns' | 'write_script_tags' | 'write_shipping' | 'write_store_credit_account_transactions' |
    'write_themes' | 'write_third_party_fulfillment_orders' | 'write_translations' | 'write_validations';
  'signnow':
    '*';
  'slack':
    'channels:history' | 'channels:read' | 'chat:write' | 'files:read' | 'files:write' | 'groups:history' |
    'groups:read' | 'im:history' | 'search:read' | 'users:read' | 'users:read.email';
  'smartsheet':
    'ADMIN_SHEETS' | 'ADMIN_SIGHTS' | 'ADMIN_USERS' | 'ADMIN_WEBHOOKS' | 'ADMIN_WORKSPACES' | 'CREATE_SHEETS' |
    'CREATE_SIGHTS' | 'DELETE_SHEETS' | 'DELETE_SIGHTS' | 'READ_CONTACTS' | 'READ_EVENTS' | 'READ_SHEETS' |
    'READ_SIGHTS' | 'READ_USERS' | 'SHARE_SHEETS' | 'SHARE_SIGHTS' | 'WRITE_SHEETS';
  'smugmug':
    'Add' | 'Modify' | 'Read';
  'snapchat':
    'https://auth.snapchat.com/oauth2/api/user.bitmoji.avatar' |
    'https://auth.snapchat.com/oauth2/api/user.display_name' | 'snapchat-marketing-api' |
    'snapchat-offline-conversions-api' | 'snapchat-profile-api';
  'snowflake':
    'refresh_token' | 'session:role-encoded:<role_name>' | 'session:role:<role_name>';
  'soundcloud':
    'non-expiring';
  'spotify':
    'app-remote-control' | 'email' | 'openid' | 'playlist-modify-private' | 'playlist-modify-public' |
    'playlist-read-collaborative' | 'playlist-read-private' | 'profile' | 'soa-create-partner' |
    'soa-manage-entitlements' | 'soa-manage-partner' | 'streaming' | 'ugc-image-upload' | 'user-follow-modify' |
    'user-follow-read' | 'user-library-modify' | 'user-library-read' | 'user-modify-playback-state' |
    'user-personalized' | 'user-read-currently-playing' | 'user-read-email' | 'user-read-playback-position' |
    'user-read-playback-state' | 'user-read-private' | 'user-read-recently-played' | 'user-soa-link' |
    'user-soa-unlink' | 'user-top-read';
  'squarespace':
    'website.inventory' | 'website.inventory.read' | 'website.orders' | 'website.orders.read' | 'website.products' |
    'website.products.read' | 'website.transactions.read';
  'squareup':
    'APPOINTMENTS_ALL_READ' | 'APPOINTMENTS_ALL_WRITE' | 'APPOINTMENTS_BUSINESS_SETTINGS_READ' | 'APPOINTMENTS_READ' |
    'APPOINTMENTS_WRITE' | 'BANK_ACCOUNTS_READ' | 'BANK_ACCOUNTS_WRITE' | 'CASH_DRAWER_READ' | 'CUSTOMERS_READ' |
    'CUSTOMERS_WRITE' | 'DEVICES_READ' | 'DEVICE_CREDENTIAL_MANAGEMENT' | 'DISPUTES_READ' | 'DISPUTES_WRITE' |
    'EMPLOYEES_READ' | 'EMPLOYEES_WRITE' | 'GIFTCARDS_READ' | 'GIFTCARDS_WRITE' | 'INVENTORY_READ' |
    'INVENTORY_WRITE' | 'INVOICES_READ' | 'INVOICES_WRITE' | 'ITEMS_READ' | 'ITEMS_WRITE' | 'LOYALTY_READ' |
    'LOYALTY_WRITE' | 'MERCHANT_PROFILE_READ' | 'MERCHANT_PROFILE_WRITE' | 'ONLINE_STORE_SITE_READ' |
    'ONLINE_STORE_SNIPPETS_READ' | 'ONLINE_STORE_SNIPPETS_WRITE' | 'ORDERS_READ' | 'ORDERS_WRITE' | 'PAYMENTS_READ' |
    'PAYMENTS_WRITE' | 'PAYMENTS_WRITE_ADDITIONAL_RECIPIENTS' | 'PAYMENTS_WRITE_IN_PERSON' | 'PAYOUTS_READ' |
    'SETTLEMENTS_READ' | 'SUBSCRIPTIONS_READ' | 'SUBSCRIPTIONS_WRITE' | 'TIMECARDS_READ' | 'TIMECARDS_SETTINGS_READ' |
    'TIMECARDS_SETTINGS_WRITE' | 'TIMECARDS_WRITE' | 'VENDOR_READ' | 'VENDOR_WRITE' | 'openid' | 'person_alias_read';
  'startgg':
    'user.email' | 'user.identity';
  'stocktwits':
    'direct_messages' | 'follow_stocks' | 'follow_users' | 'publish_messages' | 'publish_watch_lists' | 'read' |
    'watch_lists';
  'strava':
    'activity:read' | 'activity:read_all' | 'activity:write' | 'profile:read_all' | 'profile:write' | 'public' |
    'read' | 'read_all' | 'view_private' | 'write';
  'stripe':
    'read_only' | 'read_write';
  'survey-monkey':
    'collectors_read' | 'collectors_write' | 'contacts_read' | 'contacts_write' | 'groups_read' | 'library_read' |
    'responses_read' | 'responses_read_detail' | 'responses_write' | 'roles_read' | 'roles_write' | 'surveys_read' |
    'surveys_write' | 'users_read' | 'webhooks_read' | 'webhooks_write' | 'workgroups_members_read' |
    'workgroups_members_write' | 'workgroups_read' | 'workgroups_shares_read' | 'workgroups_shares_write' |
    'workgroups_write';
  'teamleader':
    'users';
  'threads':
    'threads_basic' | 'threads_content_publish' | 'threads_manage_insights' | 'threads_manage_replies' |
    'threads_read_replies';
  'ticktick':
    'tasks:read' | 'tasks:write';
  'tiktok-personal':
    'user.info.basic' | 'user.info.profile' | 'user.info.stats' | 'video.list' | 'video.publish' | 'video.upload';
  'todoist':
    'backups:read' | 'data:delete' | 'data:read' | 'data:read_write' | 'dev:app_console' | 'project:delete' | 'task:add';
  'trello':
    'account' | 'read' | 'write';
  'tremendous':
    'default' | 'fraud_prevention' | 'team_management';
  'trovo':
    'user_details_self';
  'tumblr':
    'basic' | 'offline_access' | 'write';
  'twitch':
    'analytics:read:extensions' | 'analytics:read:games' | 'bits:read' | 'channel:bot' | 'channel:edit:commercial' |
    'channel:manage:ads' | 'channel:manage:broadcast' | 'channel:manage:clips' | 'channel:manage:extensions' |
    'channel:manage:guest_star' | 'channel:manage:moderators' | 'channel:manage:polls' | 'channel:manage:predictions' |
    'channel:manage:raids' | 'channel:manage:redemptions' | 'channel:manage:schedule' | 'channel:manage:videos' |
    'channel:manage:vips' | 'channel:moderate' | 'channel:read:ads' | 'channel:read:charity' | 'channel:read:editors' |
    'channel:read:goals' | 'channel:read:guest_star' | 'channel:read:hype_train' | 'channel:read:polls' |
    'channel:read:predictions' | 'channel:read:redemptions' | 'channel:read:stream_key' |
    'channel:read:subscriptions' | 'channel:read:vips' | 'channel_check_subscription' | 'channel_commercial' |
    'channel_editor' | 'channel_read' | 'channel_stream' | 'channel_subscriptions' | 'chat:edit' | 'chat:read' |
    'chat_login' | 'clips:edit' | 'editor:manage:clips' | 'moderation:read' | 'moderator:manage:announcements' |
    'moderator:manage:automod' | 'moderator:manage:automod_settings' | 'moderator:manage:banned_users' |
    'moderator:manage:blocked_terms' | 'moderator:manage:chat_messages' | 'moderator:manage:chat_settings' |
    'moderator:manage:guest_star' | 'moderator:manage:shield_mode' | 'moderator:manage:shoutouts' |
    'moderator:manage:suspicious_users' | 'moderator:manage:unban_requests' | 'moderator:manage:warnings' |
    'moderator:read:automod_settings' | 'moderator:read:banned_users' | 'moderator:read:blocked_terms' |
    'moderator:read:chat_messages' | 'moderator:read:chat_settings' | 'moderator:read:chatters' |
    'moderator:read:followers' | 'moderator:read:guest_star' | 'moderator:read:moderators' |
    'moderator:read:shield_mode' | 'moderator:read:shoutouts' | 'moderator:read:suspicious_users' |
    'moderator:read:unban_requests' | 'moderator:read:vips' | 'moderator:read:warnings' | 'user:bot' | 'user:edit' |
    'user:edit:broadcast' | 'user:manage:blocked_users' | 'user:manage:chat_color' | 'user:manage:whispers' |
    'user:read:blocked_users' | 'user:read:broadcast' | 'user:read:chat' | 'user:read:email' | 'user:read:emotes' |
    'user:read:follows' | 'user:read:moderated_channels' | 'user:read:subscriptions' | 'user:read:whispers' |
    'user:write:chat' | 'user_blocks_edit' | 'user_blocks_read' | 'user_follows_edit' | 'user_read' |
    'user_subscriptions' | 'whispers:read';
  'twitter':
    'block.read' | 'block.write' | 'bookmark.read' | 'bookmark.write' | 'dm.read' | 'dm.write' | 'follows.read' |
    'follows.write' | 'like.read' | 'like.write' | 'list.read' | 'list.write' | 'media.write' | 'mute.read' |
    'mute.write' | 'offline.access' | 'space.read' | 'tweet.moderate.write' | 'tweet.read' | 'tweet.write' |
    'users.email' | 'users.read';
  'typeform':
    'accounts:read' | 'forms:read' | 'forms:write' | 'images:read' | 'images:write' | 'offline' | 'responses:read' |
    'responses:write' | 'themes:read' | 'themes:write' | 'webhooks:read' | 'webhooks:write' | 'workspaces:read' |
    'workspaces:write';
  'uber':
    'all_trips' | 'history' | 'history_lite' | 'offline_access' | 'places' | 'profile' | 'request' | 'request_receipt';
  'unsplash':
    'public';
  'videoask':
    'email' | 'offline_access' | 'openid' | 'profile';
  'vimeo':
    'create' | 'delete' | 'edit' | 'interact' | 'private' | 'promo_codes' | 'public' | 'purchased' | 'stats' |
    'upload' | 'video_files';
  'wakatime':
    'email' | 'read_goals' | 'read_heartbeats' | 'read_orgs' | 'read_private_leaderboards' | 'read_stats' |
    'read_stats.best_day' | 'read_stats.categories' | 'read_stats.dependencies' | 'read_stats.editors' |
    'read_stats.languages' | 'read_stats.machines' | 'read_stats.operating_systems' | 'read_stats.projects' |
    'read_summaries' | 'read_summaries.categories' | 'read_summaries.dependencies' | 'read_summaries.editors' |
    'read_summaries.languages' | 'read_summaries.machines' | 'read_summaries.operating_systems' |
    'read_summaries.projects' | 'write_heartbeats' | 'write_orgs' | 'write_private_leaderboards';
  'wave-accounting':
    'account:*' | 'account:read' | 'account:write' | 'business:*' | 'business:read' | 'business:write' | 'customer:*' |
    'customer:read' | 'customer:write' | 'estimate:*' | 'estimate:read' | 'estimate:send' | 'estimate:write' |
    'invoice:*' | 'invoice:read' | 'invoice:send' | 'invoice:write' | 'product:*' | 'product:read' | 'product:write' |
    'sales_tax:*' | 'sales_tax:read' | 'sales_tax:write' | 'transaction:*' | 'transaction:write' | 'user:*' |
    'user:read' | 'vendor:*' | 'vendor:read' | 'vendor:write';
  'wealthbox':
    'data' | 'login';
  'webex':
    'Identity:Config' | 'Identity:Organization' | 'application:webhooks_read' | 'application:webhooks_write' |
    'audit:events_read' | 'cjds:admin_org_read' | 'cjds:admin_org_write' | 'cjp:config' | 'cjp:config_read' |
    'cjp:config_write' | 'cjp:task_read' | 'cjp:task_write' | 'cjp:user' | 'cloud-contact-center:pod_conv' |
    'guest-issuer:read' | 'guest-issuer:write' | 'guest-meeting:rw' | 'identity:contacts_read' |
    'identity:contacts_rw' | 'identity:groups_read' | 'identity:groups_rw' | 'identity:one_time_password' |
    'identity:organizations_read' | 'identity:organizations_rw' | 'identity:placeonetimepassword_create' |
    'identity:tokens_read' | 'identity:tokens_write' | 'meeting:admin_config_read' | 'meeting:admin_config_write' |
    'meeting:admin_participants_read' | 'meeting:admin_preferences_read' | 'meeting:admin_preferences_write' |
    'meeting:admin_recordings_read' | 'meeting:admin_recordings_write' | 'meeting:admin_schedule_read' |
    'meeting:admin_schedule_write' | 'meeting:admin_transcripts_read' | 'meeting:controls_read' |
    'meeting:controls_write' | 'meeting:group_meeting_read' | 'meeting:group_meeting_write' |
    'meeting:group_recording_read' | 'meeting:participants_read' | 'meeting:participants_write' |
    'meeting:preferences_read' | 'meeting:preferences_write' | 'meeting:recordings_read' | 'meeting:recordings_write' |
    'meeting:schedules_read' | 'meeting:schedules_write' | 'meeting:summaries_read' | 'meeting:summaries_write' |
    'meeting:transcripts_read' | 'spark-admin:broadworks_enterprises_read' |
    'spark-admin:broadworks_enterprises_write' | 'spark-admin:broadworks_subscribers_read' |
    'spark-admin:broadworks_subscribers_write' | 'spark-admin:call_qualities_read' | 'spark-admin:calling_cdr_read' |
    'spark-admin:calls_read' | 'spark-admin:calls_write' | 'spark-admin:datasource_read' |
    'spark-admin:datasource_write' | 'spark-admin:devices_read' | 'spark-admin:devices_write' |
    'spark-admin:hybrid_clusters_read' | 'spark-admin:hybrid_connectors_read' | 'spark-admin:licenses_read' |
    'spark-admin:locations_read' | 'spark-admin:locations_write' | 'spark-admin:metrics_read' |
    'spark-admin:organizations_read' | 'spark-admin:people_read' | 'spark-admin:people_write' |
    'spark-admin:places_read' | 'spark-admin:places_write' | 'spark-admin:recordings_read' |
    'spark-admin:recordings_write' | 'spark-admin:reports_read' | 'spark-admin:reports_write' |
    'spark-admin:resource_group_memberships_read' | 'spark-admin:resource_group_memberships_write' |
    'spark-admin:resource_groups_read' | 'spark-admin:roles_read' | 'spark-admin:telephony_config_read' |
    'spark-admin:telephony_config_write' | 'spark-admin:telephony_pstn_read' | 'spark-admin:telephony_pstn_write' |
    'spark-admin:wholesale_billing_reports_read' | 'spark-admin:wholesale_billing_reports_write' |
    'spark-admin:wholesale_customers_read' | 'spark-admin:wholesale_customers_write' |
    'spark-admin:wholesale_sub_partners_read' | 'spark-admin:wholesale_sub_partners_write' |
    'spark-admin:wholesale_subscribers_read' | 'spark-admin:wholesale_subscribers_write' |
    'spark-admin:wholesale_workspace_write' | 'spark-admin:workspace_locations_read' |
    'spark-admin:workspace_locations_write' | 'spark-admin:workspace_metrics_read' | 'spark-admin:workspaces_read' |
    'spark-compliance:events_read' | 'spark-compliance:meetings_read' | 'spark-compliance:meetings_write' |
    'spark-compliance:memberships_read' | 'spark-compliance:memberships_write' | 'spark-compliance:messages_read' |
    'spark-compliance:messages_write' | 'spark-compliance:recordings_read' | 'spark-compliance:recordings_write' |
    'spark-compliance:rooms_read' | 'spark-compliance:rooms_write' | 'spark-compliance:team_memberships_read' |
    'spark-compliance:team_memberships_write' | 'spark-compliance:teams_read' | 'spark-compliance:webhooks_read' |
    'spark-compliance:webhooks_write' | 'spark:all' | 'spark:applications_token' | 'spark:calls_read' |
    'spark:calls_write' | 'spark:devices_read' | 'spark:devices_write' | 'spark:kms' | 'spark:mcp' |
    'spark:memberships_read' | 'spark:memberships_write' | 'spark:messages_read' | 'spark:messages_write' |
    'spark:organizations_read' | 'spark:people_read' | 'spark:places_read' | 'spark:places_write' |
    'spark:recordings_read' | 'spark:recordings_write' | 'spark:rooms_read' | 'spark:rooms_write' |
    'spark:team_memberships_read' | 'spark:team_memberships_write' | 'spark:teams_read' | 'spark:teams_write' |
    'spark:telephony_config_read' | 'spark:telephony_config_write' | 'spark:webhooks_read' | 'spark:webhooks_write' |
    'spark:webrtc_calling' | 'spark:xapi_commands' | 'spark:xapi_statuses' | 'spark:xsi' | 'webexsquare:admin';
  'webflow':
    'assets:read' | 'assets:write' | 'authorized_user:read' | 'cms:read' | 'cms:write' | 'comments:read' |
    'comments:write' | 'components:read' | 'components:write' | 'custom_code:read' | 'custom_code:write' |
    'ecommerce:read' | 'ecommerce:write' | 'forms:read' | 'forms:write' | 'pages:read' | 'pages:write' |
    'site_activity:read' | 'site_config:read' | 'site_config:write' | 'sites:read' | 'sites:write' | 'users:read' |
    'users:write' | 'webhooks:write' | 'workspace:read' | 'workspace:write' | 'workspace_activity:read';
  'weibo':
    'all' | 'direct_messages_read' | 'direct_messages_write' | 'email' | 'follow_app_official_microblog' |
    'friendships_groups_read' | 'friendships_groups_write' | 'invitation_write' | 'statuses_to_me_read';
  'whoop':
    'offline' | 'read:body_measurement' | 'read:cycles' | 'read:profile' | 'read:recovery' | 'read:sleep' |
    'read:workout';
  'withings':
    'user.activity' | 'user.info' | 'user.metrics';
  'wordpress':
    'auth' | 'batch' | 'comments' | 'email' | 'follow' | 'freshly-pressed' | 'global' | 'insights' | 'media' |
    'menus' | 'notifications' | 'openid' | 'posts' | 'profile' | 'read' | 'sharing' | 'sites' | 'stats' | 'taxonomy' |
    'users' | 'videos';
  'wrike':
    'Default' | 'amReadOnlyAccessRole' | 'amReadOnlyGroup' | 'amReadOnlyInvitation' | 'amReadOnlyUser' |
    'amReadOnlyWorkflow' | 'amReadWriteGroup' | 'amReadWriteInvitation' | 'amReadWriteUser' | 'amReadWriteWorkflow' |
    'wsReadOnly' | 'wsReadWrite';
  'xero':
    'accounting.attachments' | 'accounting.attachments.read' | 'accounting.banktransactions' |
    'accounting.banktransactions.read' | 'accounting.budgets.read' | 'accounting.classicexpenses' |
    'accounting.classicexpenses.read' | 'accounting.contacts' | 'accounting.contacts.read' | 'accounting.invoices' |
    'accounting.invoices.read' | 'accounting.journals.read' | 'accounting.manualjournals' |
    'accounting.manualjournals.read' | 'accounting.payments' | 'accounting.payments.read' |
    'accounting.reports.aged.read' | 'accounting.reports.balancesheet.read' | 'accounting.reports.banksummary.read' |
    'accounting.reports.executivesummary.read' | 'accounting.reports.profitandloss.read' | 'accounting.reports.read' |
    'accounting.reports.taxreports.read' | 'accounting.reports.tenninetynine.read' |
    'accounting.reports.trialbalance.read' | 'accounting.settings' | 'accounting.settings.read' |
    'accounting.transactions' | 'accounting.transactions.read' | 'assets' | 'assets.read' | 'bankfeeds' | 'email' |
    'files' | 'files.read' | 'finance.bankstatementsplus.read' | 'finance.cashvalidation.read' |
    'finance.statements.read' | 'marketplace.billing' | 'offline_access' | 'openid' | 'paymentservices' |
    'payroll.employees' | 'payroll.employees.read' | 'payroll.payruns' | 'payroll.payruns.read' | 'payroll.payslip' |
    'payroll.payslip.read' | 'payroll.settings' | 'payroll.settings.read' | 'payroll.timesheets' |
    'payroll.timesheets.read' | 'profile' | 'projects' | 'projects.read';
  'yahoo':
    'admg-w' | 'email' | 'fspt-r' | 'fspt-w' | 'gpub-r' | 'msgr-w' | 'openid' | 'openid2' | 'profile' | 'sdct-r' |
    'sdct-w' | 'sdpp-w' | 'sdps-r' | 'sdps-w' | 'sdrl-w' | 'yfin-r' | 'yfin-w';
  'yandex':
    'login:avatar' | 'login:birthday' | 'login:email' | 'login:info' | 'login:phone';
  'youtube':
    'email' | 'https://www.googleapis.com/auth/gcm_for_chrome' | 'https://www.googleapis.com/auth/youtube' |
    'https://www.googleapis.com/auth/youtube.channel-memberships.creator' |
    'https://www.googleapis.com/auth/youtube.force-ssl' | 'https://www.googleapis.com/auth/youtube.readonly' |
    'https://www.googleapis.com/auth/youtube.upload' | 'https://www.googleapis.com/auth/youtubepartner' |
    'https://www.googleapis.com/auth/youtubepartner-channel-audit' |
    'https://www.googleapis.com/auth/yt-analytics-monetary.readonly' |
    'https://www.googleapis.com/auth/yt-analytics.readonly' | 'openid' | 'profile';
  'zendesk':
    'any_channel:write' | 'apps:read' | 'apps:write' | 'auditlogs:read' | 'automations:read' | 'automations:write' |
    'dynamic_content:read' | 'dynamic_content:write' | 'hc:read' | 'hc:write' | 'impersonate' | 'macros:read' |
    'macros:write' | 'organizations:read' | 'organizations:write' | 'read' | 'requests:read' | 'requests:write' |
    'satisfaction_ratings:read' | 'satisfaction_ratings:write' | 'targets:read' | 'targets:write' | 'tickets:read' |
    'tickets:write' | 'triggers:read' | 'triggers:write' | 'unrestricted:read' | 'unrestricted:write' | 'users:read' |
    'users:write' | 'web_widget:write' | 'webhooks:read' | 'webhooks:write' | 'write';
  'zendesk-sell':
    'profile' | 'read' | 'write';
  'zoho':
    'AaaServer.profile.READ' | 'ZohoCRM.bulk.ALL' | 'ZohoCRM.bulk.CREATE' | 'ZohoCRM.bulk.READ' | 'ZohoCRM.coql.READ' |
    'ZohoCRM.modules.ALL' | 'ZohoCRM.modules.accounts.ALL' | 'ZohoCRM.modules.activities.ALL' |
    'ZohoCRM.modules.approvals.ALL' | 'ZohoCRM.modules.calls.ALL' | 'ZohoCRM.modules.campaigns.ALL' |
    'ZohoCRM.modules.cases.ALL' | 'ZohoCRM.modules.contacts.ALL' | 'ZohoCRM.modules.custom.ALL' |
    'ZohoCRM.modules.dashboards.ALL' | 'ZohoCRM.modules.deals.ALL' | 'ZohoCRM.modules.events.ALL' |
    'ZohoCRM.modules.invoices.ALL' | 'ZohoCRM.modules.leads.ALL' | 'ZohoCRM.modules.notes.ALL' |
    'ZohoCRM.modules.pricebooks.ALL' | 'ZohoCRM.modules.products.ALL' | 'ZohoCRM.modules.purchaseorders.ALL' |
    'ZohoCRM.modules.quotes.ALL' | 'ZohoCRM.modules.salesorders.ALL' | 'ZohoCRM.modules.search.ALL' |
    'ZohoCRM.modules.solutions.ALL' | 'ZohoCRM.modules.tasks.ALL' | 'ZohoCRM.modules.vendors.ALL' |
    'ZohoCRM.notifications.CREATE' | 'ZohoCRM.notifications.DELETE' | 'ZohoCRM.notifications.READ' |
    'ZohoCRM.notifications.UPDATE' | 'ZohoCRM.org.ALL' | 'ZohoCRM.settings.ALL' | 'ZohoCRM.settings.all' |
    'ZohoCRM.settings.currencies.ALL' | 'ZohoCRM.settings.custom_buttons.ALL' | 'ZohoCRM.settings.custom_links.ALL' |
    'ZohoCRM.settings.custom_views.ALL' | 'ZohoCRM.settings.fields.ALL' | 'ZohoCRM.settings.layouts.ALL' |
    'ZohoCRM.settings.macros.ALL' | 'ZohoCRM.settings.modules.ALL' | 'ZohoCRM.settings.profiles.ALL' |
    'ZohoCRM.settings.related_lists.ALL' | 'ZohoCRM.settings.roles.ALL' | 'ZohoCRM.settings.tab_groups.ALL' |
    'ZohoCRM.settings.tags.ALL' | 'ZohoCRM.settings.territories.ALL' | 'ZohoCRM.settings.variables.ALL' |
    'ZohoCRM.users.ALL' | 'ZohoCRM.users.all' | 'aaaserver.profile.READ';
  'zoho-books':
    'ZohoBooks.accountants.ALL' | 'ZohoBooks.accountants.CREATE' | 'ZohoBooks.accountants.DELETE' |
    'ZohoBooks.accountants.READ' | 'ZohoBooks.accountants.UPDATE' | 'ZohoBooks.banking.ALL' |
    'ZohoBooks.banking.CREATE' | 'ZohoBooks.banking.DELETE' | 'ZohoBooks.banking.READ' | 'ZohoBooks.banking.UPDATE' |
    'ZohoBooks.bills.ALL' | 'ZohoBooks.bills.CREATE' | 'ZohoBooks.bills.DELETE' | 'ZohoBooks.bills.READ' |
    'ZohoBooks.bills.UPDATE' | 'ZohoBooks.contacts.ALL' | 'ZohoBooks.contacts.CREATE' | 'ZohoBooks.contacts.DELETE' |
    'ZohoBooks.contacts.READ' | 'ZohoBooks.contacts.UPDATE' | 'ZohoBooks.creditnotes.ALL' |
    'ZohoBooks.creditnotes.CREATE' | 'ZohoBooks.creditnotes.DELETE' | 'ZohoBooks.creditnotes.READ' |
    'ZohoBooks.creditnotes.UPDATE' | 'ZohoBooks.customerpayments.ALL' | 'ZohoBooks.customerpayments.CREATE' |
    'ZohoBooks.customerpayments.DELETE' | 'ZohoBooks.customerpayments.READ' | 'ZohoBooks.customerpayments.UPDATE' |
    'ZohoBooks.debitnotes.ALL' | 'ZohoBooks.debitnotes.CREATE' | 'ZohoBooks.debitnotes.DELETE' |
    'ZohoBooks.debitnotes.READ' | 'ZohoBooks.debitnotes.UPDATE' | 'ZohoBooks.estimates.ALL' |
    'ZohoBooks.estimates.CREATE' | 'ZohoBooks.estimates.DELETE' | 'ZohoBooks.estimates.READ' |
    'ZohoBooks.estimates.UPDATE' | 'ZohoBooks.expenses.ALL' | 'ZohoBooks.expenses.CREATE' |
    'ZohoBooks.expenses.DELETE' | 'ZohoBooks.expenses.READ' | 'ZohoBooks.expenses.UPDATE' |
    'ZohoBooks.fullaccess.all' | 'ZohoBooks.invoices.ALL' | 'ZohoBooks.invoices.CREATE' | 'ZohoBooks.invoices.DELETE' |
    'ZohoBooks.invoices.READ' | 'ZohoBooks.invoices.UPDATE' | 'ZohoBooks.projects.ALL' | 'ZohoBooks.projects.CREATE' |
    'ZohoBooks.projects.DELETE' | 'ZohoBooks.projects.READ' | 'ZohoBooks.projects.UPDATE' |
    'ZohoBooks.purchaseorders.ALL' | 'ZohoBooks.purchaseorders.CREATE' | 'ZohoBooks.purchaseorders.DELETE' |
    'ZohoBooks.purchaseorders.READ' | 'ZohoBooks.purchaseorders.UPDATE' | 'ZohoBooks.salesorders.ALL' |
    'ZohoBooks.salesorders.CREATE' | 'ZohoBooks.salesorders.DELETE' | 'ZohoBooks.salesorders.READ' |
    'ZohoBooks.salesorders.UPDATE' | 'ZohoBooks.settings.ALL' | 'ZohoBooks.settings.CREATE' |
    'ZohoBooks.settings.DELETE' | 'ZohoBooks.settings.READ' | 'ZohoBooks.settings.UPDATE' |
    'ZohoBooks.vendorpayments.ALL' | 'ZohoBooks.vendorpayments.CREATE' | 'ZohoBooks.vendorpayments.DELETE' |
    'ZohoBooks.vendorpayments.READ' | 'ZohoBooks.vendorpayments.UPDATE';
  'zoho-crm':
    'ZohoCRM.bulk.ALL' | 'ZohoCRM.bulk.CREATE' | 'ZohoCRM.bulk.READ' | 'ZohoCRM.bulk.backup.ALL' |
    'ZohoCRM.coql.READ' | 'ZohoCRM.modules.ALL' | 'ZohoCRM.modules.accounts.ALL' | 'ZohoCRM.modules.activities.ALL' |
    'ZohoCRM.modules.approvals.ALL' | 'ZohoCRM.modules.calls.ALL' | 'ZohoCRM.modules.campaigns.ALL' |
    'ZohoCRM.modules.cases.ALL' | 'ZohoCRM.modules.contacts.ALL' | 'ZohoCRM.modules.custom.ALL' |
    'ZohoCRM.modules.dashboards.ALL' | 'ZohoCRM.modules.deals.ALL' | 'ZohoCRM.modules.events.ALL' |
    'ZohoCRM.modules.invoices.ALL' | 'ZohoCRM.modules.leads.ALL' | 'ZohoCRM.modules.notes.ALL' |
    'ZohoCRM.modules.pricebooks.ALL' | 'ZohoCRM.modules.products.ALL' | 'ZohoCRM.modules.purchaseorders.ALL' |
    'ZohoCRM.modules.quotes.ALL' | 'ZohoCRM.modules.salesorders.ALL' | 'ZohoCRM.modules.search.ALL' |
    'ZohoCRM.modules.solutions.ALL' | 'ZohoCRM.modules.tasks.ALL' | 'ZohoCRM.modules.vendors.ALL' |
    'ZohoCRM.notifications.CREATE' | 'ZohoCRM.notifications.DELETE' | 'ZohoCRM.notifications.READ' |
    'ZohoCRM.notifications.UPDATE' | 'ZohoCRM.org.ALL' | 'ZohoCRM.settings.ALL' | 'ZohoCRM.settings.currencies.ALL' |
    'ZohoCRM.settings.custom_buttons.ALL' | 'ZohoCRM.settings.custom_links.ALL' | 'ZohoCRM.settings.custom_views.ALL' |
    'ZohoCRM.settings.fields.ALL' | 'ZohoCRM.settings.layouts.ALL' | 'ZohoCRM.settings.macros.ALL' |
    'ZohoCRM.settings.modules.ALL' | 'ZohoCRM.settings.profiles.ALL' | 'ZohoCRM.settings.related_lists.ALL' |
    'ZohoCRM.settings.roles.ALL' | 'ZohoCRM.settings.tab_groups.ALL' | 'ZohoCRM.settings.tags.ALL' |
    'ZohoCRM.settings.territories.ALL' | 'ZohoCRM.settings.variables.ALL' | 'ZohoCRM.users.ALL' | 'ZohoFiles.files.ALL';
  'zoho-desk':
    'Desk.articles.ALL' | 'Desk.articles.CREATE' | 'Desk.articles.DELETE' | 'Desk.articles.READ' |
    'Desk.articles.UPDATE' | 'Desk.basic.ALL' | 'Desk.basic.CREATE' | 'Desk.basic.READ' | 'Desk.contacts.ALL' |
    'Desk.contacts.CREATE' | 'Desk.contacts.DELETE' | 'Desk.contacts.READ' | 'Desk.contacts.UPDATE' |
    'Desk.contacts.WRITE' | 'Desk.events.ALL' | 'Desk.events.CREATE' | 'Desk.events.DELETE' | 'Desk.events.READ' |
    'Desk.events.UPDATE' | 'Desk.events.WRITE' | 'Desk.search.ALL' | 'Desk.search.READ' | 'Desk.settings.ALL' |
    'Desk.settings.CREATE' | 'Desk.settings.DELETE' | 'Desk.settings.READ' | 'Desk.settings.UPDATE' |
    'Desk.settings.WRITE' | 'Desk.tasks.ALL' | 'Desk.tasks.CREATE' | 'Desk.tasks.DELETE' | 'Desk.tasks.READ' |
    'Desk.tasks.UPDATE' | 'Desk.tasks.WRITE' | 'Desk.tickets.ALL' | 'Desk.tickets.CREATE' | 'Desk.tickets.DELETE' |
    'Desk.tickets.READ' | 'Desk.tickets.UPDATE' | 'Desk.tickets.WRITE' | 'email' | 'openid' | 'phone' | 'profile';
  'zoho-invoice':
    'ZohoInvoice.contacts.ALL' | 'ZohoInvoice.contacts.CREATE' | 'ZohoInvoice.contacts.DELETE' |
    'ZohoInvoice.contacts.READ' | 'ZohoInvoice.contacts.UPDATE' | 'ZohoInvoice.creditnotes.ALL' |
    'ZohoInvoice.creditnotes.CREATE' | 'ZohoInvoice.creditnotes.DELETE' | 'ZohoInvoice.creditnotes.READ' |
    'ZohoInvoice.creditnotes.UPDATE' | 'ZohoInvoice.customerpayments.ALL' | 'ZohoInvoice.customerpayments.CREATE' |
    'ZohoInvoice.customerpayments.DELETE' | 'ZohoInvoice.customerpayments.READ' |
    'ZohoInvoice.customerpayments.UPDATE' | 'ZohoInvoice.estimates.ALL' | 'ZohoInvoice.estimates.CREATE' |
    'ZohoInvoice.estimates.DELETE' | 'ZohoInvoice.estimates.READ' | 'ZohoInvoice.estimates.UPDATE' |
    'ZohoInvoice.expenses.ALL' | 'ZohoInvoice.expenses.CREATE' | 'ZohoInvoice.expenses.DELETE' |
    'ZohoInvoice.expenses.READ' | 'ZohoInvoice.expenses.UPDATE' | 'ZohoInvoice.invoices.ALL' |
    'ZohoInvoice.invoices.CREATE' | 'ZohoInvoice.invoices.DELETE' | 'ZohoInvoice.invoices.READ' |
    'ZohoInvoice.invoices.UPDATE' | 'ZohoInvoice.items.ALL' | 'ZohoInvoice.items.CREATE' | 'ZohoInvoice.items.DELETE' |
    'ZohoInvoice.items.READ' | 'ZohoInvoice.items.UPDATE' | 'ZohoInvoice.projects.ALL' |
    'ZohoInvoice.projects.CREATE' | 'ZohoInvoice.projects.DELETE' | 'ZohoInvoice.projects.READ' |
    'ZohoInvoice.projects.UPDATE' | 'ZohoInvoice.recurringexpenses.ALL' | 'ZohoInvoice.recurringexpenses.CREATE' |
    'ZohoInvoice.recurringexpenses.DELETE' | 'ZohoInvoice.recurringexpenses.READ' |
    'ZohoInvoice.recurringexpenses.UPDATE' | 'ZohoInvoice.recurringinvoices.ALL' |
    'ZohoInvoice.recurringinvoices.CREATE' | 'ZohoInvoice.recurringinvoices.DELETE' |
    'ZohoInvoice.recurringinvoices.READ' | 'ZohoInvoice.recurringinvoices.UPDATE' |
    'ZohoInvoice.retainerinvoices.ALL' | 'ZohoInvoice.retainerinvoices.CREATE' |
    'ZohoInvoice.retainerinvoices.DELETE' | 'ZohoInvoice.retainerinvoices.READ' |
    'ZohoInvoice.retainerinvoices.UPDATE' | 'ZohoInvoice.settings.ALL' | 'ZohoInvoice.settings.CREATE' |
    'ZohoInvoice.settings.DELETE' | 'ZohoInvoice.settings.READ' | 'ZohoInvoice.settings.UPDATE' | 'email' | 'openid' |
    'phone' | 'profile';
  'zoho-mail':
    'ZohoMail.accounts.READ' | 'ZohoMail.attachments.ALL' | 'ZohoMail.attachments.READ' | 'ZohoMail.contacts.ALL' |
    'ZohoMail.contacts.READ' | 'ZohoMail.folders.ALL' | 'ZohoMail.folders.READ' | 'ZohoMail.messages.ALL' |
    'ZohoMail.messages.CREATE' | 'ZohoMail.messages.DELETE' | 'ZohoMail.messages.READ' | 'ZohoMail.messages.UPDATE' |
    'ZohoMail.notes.ALL' | 'ZohoMail.notes.READ' | 'ZohoMail.organization.accounts.READ' | 'ZohoMail.tags.ALL' |
    'ZohoMail.tags.READ' | 'ZohoMail.tasks.ALL' | 'ZohoMail.tasks.READ';
  'zoom':
    'account:master' | 'account:read:admin' | 'account:write:admin' | 'aic_archive:read:admin' |
    'apiconnector:master' | 'apiconnector:read:admin' | 'apiconnector:write:admin' | 'app:deeplink:write' |
    'app:deeplink:write:admin' | 'app:notification:read' | 'app:notification:write' | 'billing:master' |
    'calendar:read' | 'calendar:read:admin' | 'calendar:write' | 'calendar:write:admin' | 'chat:read' |
    'chat:read:admin' | 'chat:write' | 'chat:write:admin' | 'chat_channel:read' | 'chat_channel:read:admin' |
    'chat_channel:read:member' | 'chat_channel:write' | 'chat_channel:write:admin' | 'chat_contact:read' |
    'chat_contact:write' | 'chat_contact:write:admin' | 'chat_event:write' | 'chat_event:write:admin' |
    'chat_history_legal_hold:read:admin' | 'chat_history_legal_hold:write:admin' | 'chat_message:read' |
    'chat_message:read:admin' | 'chat_message:write' | 'chat_message:write:admin' | 'chat_migration:read:admin' |
    'chat_migration:write:admin' | 'clinical_note:read:admin' | 'clinical_note:update:admin' | 'clips:read' |
    'clips:read:admin' | 'clips:read:master' | 'clips:write' | 'clips:write:admin' | 'contact:read' |
    'contact:read:admin' | 'contact_center_asset_library:read:admin' | 'contact_center_asset_library:write:admin' |
    'contact_center_attachment:read:admin' | 'contact_center_block_list_rules:read:admin' |
    'contact_center_block_list_rules:write:admin' | 'contact_center_contact:read:admin' |
    'contact_center_contact:write:admin' | 'contact_center_disposition:read:admin' |
    'contact_center_disposition:write:admin' | 'contact_center_engagement:read:admin' |
    'contact_center_engagement:write:admin' | 'contact_center_flow:read:admin' | 'contact_center_flow:write:admin' |
    'contact_center_follow_up_task:read:admin' | 'contact_center_follow_up_task:write' |
    'contact_center_inbox:read:admin' | 'contact_center_inbox:write:admin' | 'contact_center_messaging:read:admin' |
    'contact_center_messaging:write:admin' | 'contact_center_note:read:admin' | 'contact_center_note:write' |
    'contact_center_operating_hours:read:admin' | 'contact_center_operating_hours:write:admin' |
    'contact_center_operation_logs:read:admin' | 'contact_center_outbound_campaign:delete:admin' |
    'contact_center_outbound_campaign:read:admin' | 'contact_center_outbound_campaign:update:admin' |
    'contact_center_outbound_campaign:write:admin' | 'contact_center_outbound_campaign_contactlist:read:admin' |
    'contact_center_outbound_campaign_contactlist:write:admin' |
    'contact_center_outbound_campaign_contacts:read:admin' | 'contact_center_outbound_campaign_contacts:write:admin' |
    'contact_center_outbound_campaign_dnc_list_phones:read:admin' |
    'contact_center_outbound_campaign_dnc_list_phones:write:admin' | 'contact_center_preference:read:admin' |
    'contact_center_preference:write:admin' | 'contact_center_queue:read:admin' | 'contact_center_queue:write:admin' |
    'contact_center_recording:read' | 'contact_center_recording:read:admin' | 'contact_center_recording:write:admin' |
    'contact_center_region:read:admin' | 'contact_center_region:write:admin' | 'contact_center_report:read:admin' |
    'contact_center_role:read:admin' | 'contact_center_role:write:admin' |
    'contact_center_routing_profile:read:admin' | 'contact_center_routing_profile:write:admin' |
    'contact_center_rtms:write:admin' | 'contact_center_skill:read:admin' | 'contact_center_skill:write:admin' |
    'contact_center_sms:master' | 'contact_center_sms:read:admin' | 'contact_center_sms:write:admin' |
    'contact_center_team:read:admin' | 'contact_center_team:write:admin' | 'contact_center_user:read:admin' |
    'contact_center_user:write:admin' | 'contact_center_user_template:read:admin' |
    'contact_center_user_template:write:admin' | 'contact_center_variable:read:admin' |
    'contact_center_variable:write:admin' | 'contact_center_variable_log:read:admin' |
    'contact_center_variable_log:write:admin' | 'contact_center_voice_call:master' |
    'contact_center_voice_call:read:admin' | 'contact_group:read:admin' | 'contact_group:write:admin' | 'crc:master' |
    'crc:read:admin' | 'crc_account:master' | 'crc_account:read:admin' | 'crc_account:write:admin' |
    'crc_rooms:master' | 'crc_rooms:read:admin' | 'crc_rooms:write:admin' | 'dashboard:master' |
    'dashboard:read:admin' | 'dashboard_crc:read:admin' | 'dashboard_home:read:admin' | 'dashboard_im:read:admin' |
    'dashboard_meetings:read:admin' | 'dashboard_webinars:read:admin' | 'dashboard_zr:read:admin' |
    'data_request:read:admin' | 'data_request:write:admin' | 'device:read:admin' | 'device:write:admin' |
    'dialer:read:admin' | 'dialer:write:admin' | 'division:read:admin' | 'division:wirte:admin' | 'docs:delete' |
    'docs:delete:admin' | 'docs:read' | 'docs:read:admin' | 'docs:write' | 'docs:write:admin' |
    'docs_collaborator:delete' | 'docs_collaborator:delete:admin' | 'docs_collaborator:read' |
    'docs_collaborator:read:admin' | 'docs_collaborator:write';
}

/** A scope of a provider: one that the catalogue knows, or another. */
export type ScopeOf<Slug extends string> = Slug extends keyof ProviderScopes ? ProviderScopes[Slug] | (string & {}) : string;

/** The configs of an application by their names: under the slug of a provider its scopes are known. */
export type ProviderConfigs<Config> = { [name: string]: Config } & {
  [Slug in ProviderSlug]?: Config & { scopes?: ScopeOf<Slug>[] | undefined; optionalScopes?: ScopeOf<Slug>[] | undefined };
};
