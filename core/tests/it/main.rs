//! What an application meets: the crate used through its public API, with the sandbox as the provider. One program, so that
//! it is linked once.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

mod build_safety;
mod catalogue;
mod chosen_values;
#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "cli")]
mod cli_output;
mod cli_providers;
mod client_keys;
mod config_wording;
mod configs_reused;
mod connect_account_choice;
mod connect_accounts;
mod connect_again;
mod connect_answers;
mod connect_causes;
mod connect_clocks;
mod connect_discovery;
mod connect_identity;
mod connect_install;
mod connect_install_again;
mod connect_issuer;
mod connect_keys;
mod connect_no_answer;
mod connect_organisation;
mod connect_places;
mod connect_reconnect;
mod connect_return;
mod connect_roles;
mod connect_wording;
mod deep_github;
mod deep_google;
mod deep_slack;
mod definition_requests;
mod definition_values;
mod device_federated;
mod device_flow;
mod device_routes;
#[cfg(feature = "cli")]
mod doctor;
mod documented_blocks;
mod exact_identity;
mod federated_clients;
mod field_reports;
mod flows;
mod further_exchange;
mod handler_heads;
mod handler_operators;
mod handler_pages;
mod handler_refusals;
mod handler_requests;
mod handler_returns;
mod handler_sessions;
mod handler_tenants;
mod health_checks;
mod health_events;
mod hostile_server;
mod key_checks;
mod key_services;
mod keys_in_addresses;
mod kinds_of_keys;
mod known_dead;
mod layers;
mod logging;
mod loopback_flow;
mod manual;
mod minted_installations;
mod native_flows;
mod native_registrations;
mod on_postgres;
mod provider_details;
mod reading;
mod refresh_destination;
mod refresh_failures;
mod refresh_flight;
mod refresh_rotation;
mod rejected_clients;
mod report_rejected;
mod root_rotation;
mod sandbox_helpers;
mod several_credentials;
mod signed_requests;
mod signing_clients;
mod slim_container;
mod unrenewable;
#[cfg(all(unix, feature = "cli"))]
mod variables;
mod vault_audit;
mod vault_backup;
#[cfg(unix)]
mod vault_collation;
mod vault_columns;
#[cfg(feature = "cli")]
mod vault_copies;
mod vault_erasure;
mod vault_files;
mod vault_isolation;
mod vault_keys;
mod vault_many_secrets;
mod vault_processes;
mod vault_restored;
mod vault_sources;
#[cfg(all(unix, feature = "cli"))]
mod vault_still;
mod vault_stored_secrets;
#[cfg(target_os = "linux")]
mod vault_suspended;
mod vault_tampering;
mod vault_writer;
mod waits;
#[cfg(feature = "postgres")]
mod writer_on_postgres;
