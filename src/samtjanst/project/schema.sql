-- Made by scripts/schema.py; see samtjanst.project.head_start.
-- migration audit 0001_initial cf4a333d1e1b06ee70b5caa8bf7e072bc685b5ee80caf7ee20979c34459624a4
-- migration cases 0001_initial e4fdd2df272f7311807b55325a9b53afc497e8646f0ba672ca16d428d9a43283
-- migration cases 0002_search e844079b21d0783fed7636ce74a41b99e24cbf74fa6e86e49fbb057b219a44fb
-- migration cases 0003_sorting f7824375f085510318258ae706537b36795ef0453026965488c3be6ed7eb87a0
-- migration cases 0004_removals 2b687c34fac4e0b97821ff333ade9bce2dc76c1cfcb173d8d85438885f3cc823
-- migration cases 0005_supplements 8f45ed8fb4b84c5cf064fbfffc18c77bc4e26d07e3e213f6a8b19cffc99831bc
-- migration cases 0006_letters 28be3ce657b4ba5de9d1aeb0851adef20b37e3b48d88445a4d159402cea3ee8a
-- migration cases 0007_legal_clock 78e4cef51292d06ed1b2c154fc4dffd11a71680ccdfaed0a55056a3ec0845606
-- migration cases 0008_law 97e8409518bbca15eedc0bd0a20ca098ac9c91343b4c96f19cea12329da13286
-- migration cases 0009_desk b6d38c999d81a5f7b778ac4a27d68416e7413e9a4ad137e471eea4281fa1a2e7
-- migration cases 0010_partners 4ec29f51ff4c2e9236134cc366487a28969102a1fbad5bfd7d295ea7ed07c485
-- migration cases 0011_disclosure b77107a136a1bebed12dd324cf9ee169595aef1c961e4ef0cb691b4ab6a630c8
-- migration cases 0012_paper 3a23af8d7f72f7e7cd6cf73261f45d46771c9fb986cbdfc6449db9fc8a553ff8
-- migration cases 0013_reminders 2aa3aad9629c264bb098427d8528ef86ee3f2390282b3f570e3516cc9a8e2b1a
-- migration cases 0014_letters_of_systems 2eb49a042b71302899b6ec016d1c0977033820694942c0867d64490abf65c1e4
-- migration cases 0015_opinions 2d72bba64c50d61d4450168f50f17c5d34dda3207501122a441e154faa5a261a
-- migration cases 0016_staff_of_events 42e9c99e54c5514ab114f697435423ea2d992364cbcb78c639ab7345120f52d0
-- migration cases 0017_batch_runs 05cf94a1c700dede4be6e273c1271d699624c014c8147847bb18bdf9c2627eb2
-- migration cases 0018_letters_that_wait 7fadb1968f595950a6321120a19c86532434b3bfe037bb078b1db3d734336f3e
-- migration cases 0019_marked_answers 0d2e39730fb168d9c2bcde751a66f2a704133a7ec0902a92fc2673106d276bb7
-- migration cases 0020_trash 493d764ade9cad88570e6f9a5a9261285c1207312f39cbc483e61c91857000c1
-- migration cases 0021_held_decision e2c08f7ce10ee9c9a974bd8fa991a7a33beb52374dde9ef5d04123985480dab3
-- migration cases 0022_expertise e4bce79232e70178a7b9186c7631dac52c65d637640b992b4a07fe02623fca34
-- migration cases 0023_partner_feed 059f725e7e43432f4d3982e71f6dc9d714969c777a8345494f22cb6d00e463cd
-- migration cases 0024_board 178062b5b3ecfad1bda5da3cf063f351c5293f3640b12093044ac914df1772f0
-- migration cases 0025_withdrawn 58b648ef343f8c6a38fd7c02dbcf31101b1a35a998a781f0eb9df2f7b9540367
-- migration cases 0026_search_edition b18a2c4f10ae46a6ac830632d480a3ee11ff487ac42588d3b01a232401501554
-- migration cases 0027_search_files d7522a894f7d7d19a3446c27b5953015ae38ed763b064c7c31d200a1a0208312
-- migration cases 0028_own_process 07884c7043e2d94e475cb953189d8f0a011618a54bd49d0a55f884110eca03de
-- migration cases 0029_changed_decisions f441a5b6d06058fb894350ce621410e1f8a39fa9318653368e1f63b6e515d78d
-- migration cases 0030_strays cffcce16627dc625e791dd584f67fbf30dbe21d1f07eb30cab1e5c3d1f87d344
-- migration cases 0031_signed_decisions 92a1e7fa7d72d0a484cdd35fba57fc54e28b788a2d215c543431759e8ad923a9
-- migration cases 0032_reasons 70c32cd54c564b3b3731b0ca7a362f64ad2287a7f8abccf6b79649727e8eb70b
-- migration cases 0033_whole_files cdea990fe0e240dab75b2bfbab33ae6112777905378205069362ae9ba74ffd3a
-- migration cases 0034_disposal 0f143ec967ea0fae072eed4dcc7d3f359be32a2ce89436438b640834b0586351
-- migration cases 0035_words_of_lists f2925ffab1eee0bd5364319e24ad8228e13bfd2bc4ee7ea795ff10c588cb2c40
-- migration cases 0036_walked_lists 8d1b421e26b5ee030c0e3d131cb5060bf1d4e38dc90f4ad1b606a4640b9b8924
-- migration cases 0037_put_aside 8cb741faac2b16a35b273399a592820a1cf3957983924c250277e51b309c238c
-- migration cases 0038_supplement_of_others 47c45caa49309c261f2101598492dcc27678cf31033f9cf24130888256906289
-- migration cases 0039_instead_of 187124be42ac8810e5dedfa77499d6defcc173b45a9f612f8dbd8fe42b203d55
-- migration cases 0040_proposed_change 9449cde08e9231bb870a1e887a82f5406324ee014c1f9cbe129b38cdb253069f
-- migration cases 0041_struck 6e0848208b79769f304655ff5d9bcea293b0e5d8c000bc720a6e81301dca59bf
-- migration cases 0042_several_parties d0e4dea958df1c668fc831af04d6fcbdc214af184502a6707962be065c074086
-- migration cases 0043_first_of_lists eb542685501ad70faac011bf7d08633eadaef77a9e18e9231b1587e80eb018ca
-- migration cases 0044_without_signatures e29c0efef23a6bbb29767145bd2da83d1380d260fb8ae3be61b63f1144018bcd
-- migration contenttypes 0001_initial 35ed8489a147e0b42a15c21b5d4f0e8940de6f73fb326e9d6dea91b4d0b953cc
-- migration contenttypes 0002_remove_content_type_name 7d36494075750f0ed3c0f68d0cb1548eba59cc593f52f691f6cc37a043083766
-- migration definitions 0001_initial 9deba0f0e790d81c370016dc98d3496379f3a1c30b2b243ce3ed5db49341327a
-- migration definitions 0002_workshop cd0d266be806d28eb4637ffac049e52d2d4d13afa6d5535b3741ee31775a31df
-- migration definitions 0003_clipboard bfdc2e184c7ae130d6fe7be7d2c7bf065155f98f7c80824230a392a8656eb507
-- migration definitions 0004_recorded_tests 5a229f7e214404eb0c3b51d668d963ff485d2b74743b72bafa5d3e59275fe4ea
-- migration definitions 0005_paper_forms 700900deff4818118451e3619f44ed1bb20a70a9847dcbd236ec98e5ee36c62a
-- migration definitions 0006_blocks a700cf53f493b2d5f580761a34d55e3fc23a3767fa132a7c099e40a5c3037192
-- migration definitions 0007_what_drafts_do_later 2d6fb28509602fc4c4b2de14e5c08b72c14f11256e2121e0205cd1ad12defedf
-- migration definitions 0008_confidentiality 3a888111d3306a2ec35c0073c37360f3914ab1abca946de23569b18060a65a09
-- migration definitions 0009_checked_again 9e2293be1568d37ec44cc1383d5942f3e543ba756c06879f07d5950199b69f90
-- migration definitions 0010_about_of_lines 1ff84d3537821e910c1b76ebfc3db6bb0579e601b2141ca121d444d7d464c2b6
-- migration fees 0001_initial 5ff1a4ef3e6a018c67ff22e19d4fc78a5bd71d6c6911af085b79a9e86927d007
-- migration files 0001_initial 02d5c8acd7fbd134afa2d50407921e4ce80dce5b1f303e83aeda86bff327741a
-- migration filing 0001_initial 2ee0eaf1d7cd278bbdcacb5f0dc3515141c70027821bce2f4f58f6b79bfb562b
-- migration filing 0002_signed_in_own_space a4564791703900720389bb6b706e2a1fd6bdf9c58d81e2797bca181d19af2c45
-- migration filing 0003_supplements c243eaaa8eae4199320b06a8e7c78014bced2d6c578563659180aa4cbd08600b
-- migration filing 0004_unsaved 32f1fea44cacc107cc26def38aa0d0bbf32b0ad22ff1c5056a47bf6b5fc53156
-- migration filing 0005_prepared_filings f4fafcb7b56d26c947793bdbe5c016d5d18b554bc03bdf9cac4f1a7583169448
-- migration filing 0006_taken_down 28f2208aab5aac0c63650f8c2a3937b1960f1f0cc701e3ef986d90e691bd4994
-- migration filing 0007_taken_by_within 3e1426ea7a77386c31eb9be6243874bbbba8a5ec0e0bbd3466b3e49e6bfd6f7f
-- migration handoff 0001_initial 115d19ee5d27e6b52811e2a612c300d2564a0d91a525bdd391ef66add4a6a816
-- migration handoff 0002_receivers_schema 15768f36bbbee001b1ae6bbccbf143046b07de7bc94bb180b2a56ecd6adad339
-- migration handoff 0003_hour_cost facaa15b1a7b51504be39247c4b7a8811679c5522b7e5efe6964cce0d799126f
-- migration handoff 0004_parts 6a1f33d2c4d15982b806e690fb9eb54576bc7971a7d22f91abcb4e7f194c5d06
-- migration handoff 0005_starts 7813de7501c46490e50d5782241b25c76c1c4fae8fbef2e155f6bd9c00783e3f
-- migration handoff 0006_redelivery e6e8c5e2f96a32a59bf2f44d520d3bf6b538c59ae88a3849a6e0294f3afa4a83
-- migration handoff 0007_versions_and_order 1c45b9be423914e2a27fb5551f6fb646060ec7798524a36d5e98d776935205cc
-- migration handoff 0008_hand_times 896173c0f745c98339b8c7b05e6b85a9c5eb503023171285362a74fb8920416f
-- migration jobs 0001_initial be95ad3f943f4d088537f885513f54ae102d5fa36b84ffc348ad548298228a9f
-- migration keys 0001_initial adae8d582341f4b0ff76fe45765092676e47dc2c3cd31a7ca492698d0c5970cc
-- migration messages 0001_initial c371a2c8256b77800c0f2dddc57020f5e655acea11d96e4215e2bd9ccf429d1e
-- migration messages 0002_ladder f8ac737a89f592bb35827ee363aec338a6f95b5143f68c3a82a50ba00a9b0db7
-- migration messages 0003_decisions_in_letters d5bcd11246a0783a8c38d423d5277b976344bfafc133fe28e71503d590a6ca8f
-- migration messages 0004_delivery_reports c956dc4cfcf700c31f95b1e316b641b6598bb469d26f1a871a262c412ba4d4d2
-- migration people 0001_initial b31bf492b7f74e040883a206a243639f13fc41cbdafca9a09c582c583e67bec4
-- migration people 0002_service_developer 0ad0806037e90b804efd53d54ee9b5971eb988f09eacff4a95abeef7e0f7312d
-- migration people 0003_order_opens_session 0494492efb169dbd0e550dcacabb4428282cd7f1e3dac3f7cba647e6e52d1cd3
-- migration people 0004_api_clients 900f7e752ac95c538d0c64232f7f2e967b0a23764ae3cf4b2362232a0f4dad54
-- migration people 0005_api_answers a01d5c046195b6ef4ba3b7f7fea0929df9463580221a10773ac78296877e8453
-- migration people 0006_device_of_order 41d32230a73e98d2110d26ba68d74a8e0042269cc42c90757b97ef3e8f0ff540
-- migration people 0007_language_of_citizen 17e78f53896aa8fe5fd5ffdc81d34eeb31840a797187cc6fe80add27b550f5f7
-- migration people 0008_staff_logins dbae4a5859a5e200ad9215a096188db1f73b5b69dabb9489e024d05a5250a4ad
-- migration people 0009_directory ee1fd29c2ac84a64e0b1f049e4d073231a17ac64ea05636f90ac90cc8977bfcf
-- migration people 0010_partners 5ef8a9cfa38e2a604e9488aebf722306af808cabb087edd48ebe418487779acd
-- migration people 0011_provisioning 96c8a16f924302255162b10ded80719c466c6a9a555f122b81e4c906cebcf3ef
-- migration people 0012_registrar 3fd7fc57c06a7917c98cfa2e30729d9415fe4cec33c0dd517d455f599d64269d
-- migration people 0013_emergency fa6258c0b6bc737f0f8efe800d75148a8b123de5df2a037c69e73436c8ffb9e8
-- migration people 0014_passkeys 5491aa2ab55715547416164aabcf23bdf60c153d3d2f4d2bc49ccc95b0bcc3cb
-- migration people 0015_name_index 968f3b3f7306e8e1cbe0d19753f9791796b0acb0c9edf6065e927ce2b14ea0bb
-- migration people 0016_posted_answer 7240908a0917e8ca0ab0af1708a2048e10a9684657b77b5547986555df0fcdcb
-- migration people 0017_client_room 78aaca2f3f78b84bb565f384f2ac8a294bf446a15a263724c9b88f103b53f5eb
-- migration people 0018_citizen_ways 92e58c7efb333987f7c7dd665a4300f9fcb0f0fd2f22cf7a2cfa176ba4cfdfee
-- migration people 0019_device_of_session 81656af94393a493f89438e4f96fe3e2165a70e101773b8f10da8d9fd346e939
-- migration people 0020_subject_of_login e2ff68ed386d4a27ac6a74d4c7a327d2a68cdf2004dbe59e66dcdfae2b603610
-- migration people 0021_idle_of_session 728fedb62f0b13a938f1b82f1b0d873a72a9b0e53d6ced241f7e4a92df0a20f2
-- migration people 0022_proof_of_session 55c0487a7ffb3d7baef9c21b6cddd78050e8a996421a6920fb46236af20c9ac0
-- migration people 0023_signed_decisions 439d6982932a32ba895cf66472532a58ac79c14dd37ab7a4a87c6e3d06f41469
-- migration people 0024_call aecfdaf301f806804b60f41d0b7cd468d1b3479c0d9c6cc0356b75b81367658d
-- migration people 0025_own_eid aaafc47c4b48365f00aba72ef8671bfa21da7953cd043375a3bb50cb56174da9
-- migration plugins 0001_initial 42e26508c933144373862d7209285d2f53f50c364cdb1bf51cd456a3519162be
-- migration plugins 0002_alter_pluginbinding_port 2aaa8ed4267457c5532a8c739363d5a98e4f8e71417bc62f2172af0371d2efae
-- migration plugins 0003_webhook_port 88d79de91dacdcd0b8bad68f374e32bcfa74ec350bb3c3da16c6cb23bd285b20
-- migration plugins 0004_company_register ea18d7e03f2432e2de2280af514a397af166782f17e63aef4ed91f2f3fa4198e
-- migration plugins 0005_directory 3750c5d4748e5dc722346e911c5ea5a8433c9cde2da6fbff2ee49a291251cb2a
-- migration plugins 0006_property_register 6af48b9b1ed6c452a61af33c3495e12546d4bcb6098544256b5e60de52c97d33
-- migration plugins 0007_seal 168a3d82b3f31e178557b6d3245b19ce3f3aad83d221d041c6823b265c10d690
-- migration plugins 0008_mandate 1ebe1c889aa240b231926858d66fef4a219ab7247677a2753ac6789a5ee933fc
-- migration plugins 0009_look_ups 7bda368998fc705fe89040eac68008001d0cff38bdc2c638c123babe6cc158ae
-- migration plugins 0010_map_ground 72c210283cd4312408a97be71aef2ec447fda5af0367762230aca76df7d7bc2d
-- migration plugins 0011_payment 0363dceccc9b2b505ed455677c21a037b7afb9768d656a8ece86e68a51d9b9cb
-- migration procrastinate 0001_initial f6258987f2ae7d460bc561416112eb65b8483200a1a963fd4599bd4a2a79a1ad
-- migration procrastinate 0002_drop_started_at_column 082f2bcf2bc6519d94b2c699ca276e97bc6cacfa084f1678207cd996cd9a072a
-- migration procrastinate 0003_drop_started_at_column bae793991c23facc1f4d5aab9ddb2c391eb1eb567e16145ded32c12640332105
-- migration procrastinate 0004_drop_procrastinate_version_table 15a9b0c5a1d9116fe7b15676e997af9dc2d2d5c6871697eefa7cd931da2e9894
-- migration procrastinate 0005_fix_procrastinate_fetch_job 5f5a00aa05bb3dae51dece9063c7b5cecb3be93f03c1b6b0ee673be04fa911a4
-- migration procrastinate 0006_fix_trigger_status_events_insert 2a389acd5e5b6f3641ff3198158d2644e121bebffa8f014ae562b9f0a8128e35
-- migration procrastinate 0007_add_queueing_lock_column b2dc7052395aee44b946ddc7f7fc850f888bb2c7e0d2e48a2c69c03c05652b39
-- migration procrastinate 0008_close_fetch_job_race_condition dbbacc723ec4cab850dcf0e7f15424f0611ce6fdc4fe1a2eef8fe8881d5f5313
-- migration procrastinate 0009_add_defer_job_function 5b4469cc120bc031b80b7e8fc24dab642194f5fabec0e2a201cad2a2ef5b8be7
-- migration procrastinate 0010_add_procrastinate_periodic_defers 84f602a319a4abcd645ee014343b8496b9c66352a67c16f3f11f3fad8bf7d3a9
-- migration procrastinate 0011_add_foreign_key_index 4c5aa869ad6b979d106a156507fee11cd6d347789b2a7bb38742c40cf601a6fe
-- migration procrastinate 0012_add_locks_to_periodic_defer 614b363ad5ca4c8d67e09e1e5b555e12b032cfd4bf48bbe0f158f0f76166e55e
-- migration procrastinate 0013_fix_procrastinate_defer_periodic_job 6e90f6b03bbf2de6d9cf6be3ed265060dad4f781fe15cf5ae906dc07f040ffe7
-- migration procrastinate 0014_add_finish_job_and_retry_job_functions a01b47942c4b61f15873d3542907462d9a8e924a545dbed3a263beae90cd4157
-- migration procrastinate 0015_add_trigger_on_job_deletion 646e55cc3ae740fad075fa79466ad901f28a6cb81c7ab15493ca3a1f642911fe
-- migration procrastinate 0016_delete_finished_jobs 4ecff04e029c25f58b1a15951314e387185dc9dd674e2e7004a5aaad3d25ca05
-- migration procrastinate 0017_add_checks_to_finish_job fa7e8a611a10eea25e1bd0ec9ab08eb0d3f9ac999bc07402ef2c7c3fb65f0bc4
-- migration procrastinate 0018_add_checks_to_retry_job 1a0c113de466de77d53aa1e66f06a976b8e79e0196343630ec809f817ea4fe72
-- migration procrastinate 0019_fix_finish_job_compat_issue 488ea7996dfdbed2f45d3598515df76278fd11463ba35bb02eb0e9d3d3cf01b2
-- migration procrastinate 0020_add_index_on_procrastinate_jobs e3b8e09bef9ae0c573cd13fd0111f050aba45db4db5e295888f031bf854f94b1
-- migration procrastinate 0021_add_kwargs_to_defer_periodic_job 1c0a0dfe0ee9f52707ec03e54d77bfbdb3496430f81346e3c5bc1a8886d0a951
-- migration procrastinate 0022_null_locks_excluded 4d145c37aac8fddcd550b70435c2c5e2a0294b8872c74b77ba9d288b9dfa5f1b
-- migration procrastinate 0023_remove_old_finish_job_function 66a534698b653af4ab840c0b6ac7697cedca71a7a6651b21e511985398e44f9e
-- migration procrastinate 0024_job_id_bigint aaf4d81df6e2c845a268b985a19306919f4b2847898a27d409d1d6af7a7c4fa0
-- migration procrastinate 0025_add_models 29580ceb9d30811cbc9bc83f593d5ecc87ff03c18676f4b897eab564609f51f1
-- migration procrastinate 0026_add_job_priority f3686cbda8caf6e35079c4fa7181986d13eaabcbe6b1ca982553679d8d39dc86
-- migration procrastinate 0027_add_periodic_job_priority 2f4bc90f9ae16d1d522db1bb506c3db80203eb7430a9c786758b532dedf0becf
-- migration procrastinate 0028_add_cancel_states f14dd796057a43d528dff9afd4e69562b527c33b87eed001879c014e83129148
-- migration procrastinate 0029_add_additional_params_to_retry_job 68166f25a58002d01e5d13b5386fa1c92e8ae1398a866348c95cc527746c137a
-- migration procrastinate 0030_alter_procrastinateevent_options 94486414b944e7071286e235411105978f16c20b76b9225fdcf2b1e89d8fcab8
-- migration procrastinate 0031_add_indexes_for_fetch_job b4aaa0b236070a4ffffdbf01e01b7b08cd0967fe101311bc2298da35ae50a083
-- migration procrastinate 0032_pre_cancel_notification dc5da8dda908143884506fe6a2649f1967d33719fa13174c109177f55722d97a
-- migration procrastinate 0033_post_cancel_notification 06b5961e069e0bb07423eff7771222eeb0f57b55cbf2780d21b2295a3df97d3f
-- migration procrastinate 0034_pre_add_heartbeat ea4e044e5dcbbef73e7ae6a17a79e1efdfafbf97295e60cdf12859b646120b11
-- migration procrastinate 0035_post_add_heartbeat b3923bb2ae442dfa4eb002bc837aad79450299a3f3e54f88b4a8d64b6e5279b8
-- migration procrastinate 0036_add_worker_model f996e8059968a3a44eb331199eb0a8789ffc6f3a57d01a9f93bcaf1b4a1a5613
-- migration procrastinate 0037_pre_batch_defer_jobs dd5b0ae9126cba6ad5e4055b5c431d6e2f9ac38b6931dc1fd5562e0f587be50d
-- migration procrastinate 0038_post_batch_defer_jobs 58f70ceb10c16b43e80f0d3c54c022e628630efb821292eba81e62b79a6a0f5f
-- migration procrastinate 0039_pre_priority_lock_fetch_job fcca505507a7be5c4b86b26b173a3b16eb6f0b7d93f7ea934d0ea5e171b80c7d
-- migration procrastinate 0040_pre_retry_failed_job bed7d382c0a8c92c9b6b9f26faff560ae4dd9c915487bc411f23f5c0865e9d92
-- migration procrastinate 0041_post_retry_failed_job 0e38da57e5e6af043cf21ccb1ec0cf5966186be03a9cbf1a80ff265d14b3d059
-- migration registers 0001_initial 1d19055e853881accfe56df94e24acc63f54c8b2159816077ca9dc21db85380f
-- migration registers 0002_about_whom 3358fc5c0e41ee361b97fd2ce4d7850c642cbd11cdf615049c9e6c5544b53b14
-- migration registers 0003_named_sources f6ddd3563161fcc2caaee4009ba7c8ed3b649b7a0f4fe72ef4a7de2b1eb20160
-- migration registers 0004_grounds ee29e8adcc22678d121c0e4fddc8d178df5431cc06704cec10e73748dfaa0f02
-- migration signing 0001_initial cfc48702342a891cc72a6c83c0bdfced36b1a06884f21e20d0cfb2140d9f1798
-- migration signing 0002_excused 2c49d673045972ee9f87b08632ff6b8968dafcb5b93a2f92f26f2ef4990560e5
-- migration signing 0003_place_and_replaced cdfef79322574c336a9c98d0b58ee4fe81120216d4e62833fc519fbfdbe1381e
-- migration signing 0004_on_paper 47aa84405198882a604349f474cf09f71a3539d5bf317f28559531d02d770c10
-- migration signing 0005_needed_and_in_turn ee88defed30d635192954a168da2e146e861e8d9980acd8d4715dc86aed6992e
-- migration signing 0006_officials f305634907570b00622d8e3cae30941e7527631411217ca47dea0b114bd9849c
-- migration signing 0007_in_own_space 1e11e8b659e5ed4743b53dce7fda42396653489ef92fb720442f5cf32e6f1100
-- migration tenancy 0001_initial 0494ff35d88937b5936e27ea0bfbbc9f27f2b0bb1e361c26f4a2d318bb88d859
-- migration tenancy 0002_level_of_unit ff9bf4c574561e734987da9c058dc78b0dfd6607dcfe811ed3259e61180d5215
-- migration webhooks 0001_initial e77ea89904609b75de9dcfd8a457010433e7141c8db7d3d307d3df3f6a56cbfc

CREATE TABLE "tenancy_municipality" ("id" uuid NOT NULL PRIMARY KEY, "slug" varchar(50) NOT NULL UNIQUE, "name" varchar(80) NOT NULL, "code" varchar(4) NOT NULL, "organisation_number" varchar(10) NOT NULL, "colour" varchar(7) NOT NULL, "emblem" varchar(80) NOT NULL, "contact_email" varchar(254) NOT NULL, "contact_phone" varchar(30) NOT NULL);
CREATE TABLE "tenancy_hostname" ("name" varchar(253) NOT NULL PRIMARY KEY, "municipality_id" uuid NOT NULL);
CREATE TABLE "tenancy_unit" ("id" uuid NOT NULL PRIMARY KEY, "name" varchar(120) NOT NULL, "municipality_id" uuid NOT NULL, CONSTRAINT "one_unit_per_name" UNIQUE ("municipality_id", "name"));
ALTER TABLE "tenancy_unit" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenancy_unit" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "tenancy_unit"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "tenancy_unit" ADD CONSTRAINT tenancy_unit_tenant_key UNIQUE (municipality_id, id);
CREATE INDEX "tenancy_municipality_slug_24b5fa78_like" ON "tenancy_municipality" ("slug" varchar_pattern_ops);
ALTER TABLE "tenancy_hostname" ADD CONSTRAINT "tenancy_hostname_municipality_id_987a0360_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "tenancy_hostname_name_8e4c23c5_like" ON "tenancy_hostname" ("name" varchar_pattern_ops);
CREATE INDEX "tenancy_hostname_municipality_id_987a0360" ON "tenancy_hostname" ("municipality_id");
ALTER TABLE "tenancy_unit" ADD CONSTRAINT "tenancy_unit_municipality_id_ac98b3b4_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE TABLE "audit_auditanchor" ("id" uuid NOT NULL PRIMARY KEY, "day" date NOT NULL, "place" bigint NOT NULL, "chain_hash" varchar(64) NOT NULL, "municipality_id" uuid NOT NULL, CONSTRAINT "one_anchor_per_day" UNIQUE ("municipality_id", "day"));
CREATE TABLE "audit_auditevent" ("id" bigint NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "at" timestamp with time zone NOT NULL, "action" varchar(60) NOT NULL, "actor_kind" varchar(10) NOT NULL, "actor_id" uuid NULL, "session_id" uuid NULL, "subject_kind" varchar(30) NOT NULL, "subject_id" varchar(64) NOT NULL, "details" jsonb NOT NULL, "row_hash" varchar(64) NOT NULL, "municipality_id" uuid NOT NULL);
CREATE TABLE "audit_auditseal" ("id" uuid NOT NULL PRIMARY KEY, "place" bigint NOT NULL, "event_id" bigint NOT NULL, "chain_hash" varchar(64) NOT NULL, "municipality_id" uuid NOT NULL, CONSTRAINT "one_seal_per_place" UNIQUE ("municipality_id", "place"), CONSTRAINT "one_seal_per_event" UNIQUE ("municipality_id", "event_id"));
ALTER TABLE "audit_auditevent" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "audit_auditevent" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "audit_auditevent"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "audit_auditevent" ADD CONSTRAINT audit_auditevent_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "audit_auditseal" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "audit_auditseal" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "audit_auditseal"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "audit_auditseal" ADD CONSTRAINT audit_auditseal_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "audit_auditanchor" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "audit_auditanchor" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "audit_auditanchor"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "audit_auditanchor" ADD CONSTRAINT audit_auditanchor_tenant_key UNIQUE (municipality_id, id);
CREATE FUNCTION audit_auditevent_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only: audit_auditevent' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER audit_auditevent_rows BEFORE UPDATE OR DELETE ON "audit_auditevent"
    FOR EACH ROW EXECUTE FUNCTION audit_auditevent_refuse();
CREATE TRIGGER audit_auditevent_whole BEFORE TRUNCATE ON "audit_auditevent"
    FOR EACH STATEMENT EXECUTE FUNCTION audit_auditevent_refuse();
CREATE FUNCTION audit_auditseal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only: audit_auditseal' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER audit_auditseal_rows BEFORE UPDATE OR DELETE ON "audit_auditseal"
    FOR EACH ROW EXECUTE FUNCTION audit_auditseal_refuse();
CREATE TRIGGER audit_auditseal_whole BEFORE TRUNCATE ON "audit_auditseal"
    FOR EACH STATEMENT EXECUTE FUNCTION audit_auditseal_refuse();
CREATE FUNCTION audit_auditanchor_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only: audit_auditanchor' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER audit_auditanchor_rows BEFORE UPDATE OR DELETE ON "audit_auditanchor"
    FOR EACH ROW EXECUTE FUNCTION audit_auditanchor_refuse();
CREATE TRIGGER audit_auditanchor_whole BEFORE TRUNCATE ON "audit_auditanchor"
    FOR EACH STATEMENT EXECUTE FUNCTION audit_auditanchor_refuse();
ALTER TABLE "audit_auditanchor" ADD CONSTRAINT "audit_auditanchor_municipality_id_591a283c_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "audit_auditevent" ADD CONSTRAINT "audit_auditevent_municipality_id_7e44d31c_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "audit_audit_municip_198752_idx" ON "audit_auditevent" ("municipality_id", "subject_kind", "subject_id");
CREATE INDEX "audit_audit_municip_e7ba3c_idx" ON "audit_auditevent" ("municipality_id", "id");
ALTER TABLE "audit_auditseal" ADD CONSTRAINT "audit_auditseal_municipality_id_fdec759a_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "tenancy_unit" ADD COLUMN "staff_level" smallint DEFAULT 3 NOT NULL CHECK ("staff_level" >= 0);
ALTER TABLE "tenancy_unit" ALTER COLUMN "staff_level" DROP DEFAULT;
CREATE TABLE "people_citizen" ("id" uuid NOT NULL PRIMARY KEY, "number_index" varchar(64) NOT NULL, "identity" bytea NOT NULL, "contact" bytea NOT NULL, "is_protected" boolean NOT NULL, "created_at" timestamp with time zone NOT NULL, "municipality_id" uuid NOT NULL);
CREATE TABLE "people_browsersession" ("id" uuid NOT NULL PRIMARY KEY, "token_hash" varchar(64) NOT NULL UNIQUE, "assurance_level" smallint NOT NULL CHECK ("assurance_level" >= 0), "method" varchar(20) NOT NULL, "started_at" timestamp with time zone NOT NULL, "seen_at" timestamp with time zone NOT NULL, "expires_at" timestamp with time zone NOT NULL, "ended_at" timestamp with time zone NULL, "municipality_id" uuid NOT NULL, "citizen_id" uuid NULL);
CREATE TABLE "people_eidorder" ("id" uuid NOT NULL PRIMARY KEY, "purpose" varchar(20) NOT NULL, "subject" varchar(64) NOT NULL, "next_path" varchar(500) NOT NULL, "order" bytea NOT NULL, "state" varchar(10) NOT NULL, "hint" varchar(20) NOT NULL, "show_qr" boolean NOT NULL, "restarts" smallint NOT NULL CHECK ("restarts" >= 0), "first_started_at" timestamp with time zone NOT NULL, "started_at" timestamp with time zone NOT NULL, "asked_at" timestamp with time zone NULL, "municipality_id" uuid NOT NULL, "session_id" uuid NOT NULL);
CREATE TABLE "people_staffaccount" ("id" uuid NOT NULL PRIMARY KEY, "name" varchar(120) NOT NULL, "email" varchar(254) NOT NULL, "number_index" varchar(64) NOT NULL, "is_active" boolean NOT NULL, "municipality_id" uuid NOT NULL);
CREATE TABLE "people_membership" ("id" uuid NOT NULL PRIMARY KEY, "role" varchar(20) NOT NULL, "municipality_id" uuid NOT NULL, "unit_id" uuid NOT NULL, "staff_id" uuid NOT NULL);
ALTER TABLE "people_browsersession" ADD COLUMN "staff_id" uuid NULL;
ALTER TABLE "people_citizen" ADD CONSTRAINT "one_citizen_per_number" UNIQUE ("municipality_id", "number_index");
CREATE INDEX "people_eido_municip_a8b4d6_idx" ON "people_eidorder" ("municipality_id", "session_id");
ALTER TABLE "people_staffaccount" ADD CONSTRAINT "one_account_per_person" UNIQUE ("municipality_id", "number_index");
ALTER TABLE "people_membership" ADD CONSTRAINT "one_membership" UNIQUE ("municipality_id", "staff_id", "unit_id", "role");
ALTER TABLE "people_citizen" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_citizen" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_citizen"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_citizen" ADD CONSTRAINT people_citizen_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_staffaccount" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_staffaccount" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_staffaccount"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_staffaccount" ADD CONSTRAINT people_staffaccount_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_membership" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_membership" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_membership"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_membership" ADD CONSTRAINT people_membership_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_browsersession" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_browsersession" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_browsersession"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_browsersession" ADD CONSTRAINT people_browsersession_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_eidorder" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_eidorder" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_eidorder"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_eidorder" ADD CONSTRAINT people_eidorder_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_membership" ADD CONSTRAINT people_membership_unit_id_same_tenant
    FOREIGN KEY (municipality_id, unit_id) REFERENCES "tenancy_unit" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_membership" ADD CONSTRAINT people_membership_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_browsersession" ADD CONSTRAINT people_browsersession_citizen_id_same_tenant
    FOREIGN KEY (municipality_id, citizen_id) REFERENCES "people_citizen" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_browsersession" ADD CONSTRAINT people_browsersession_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_eidorder" ADD CONSTRAINT people_eidorder_session_id_same_tenant
    FOREIGN KEY (municipality_id, session_id) REFERENCES "people_browsersession" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_citizen" ADD CONSTRAINT "people_citizen_municipality_id_1cef676a_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_browsersession" ADD CONSTRAINT "people_browsersessio_municipality_id_6906c450_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "people_browsersession_token_hash_5baca778_like" ON "people_browsersession" ("token_hash" varchar_pattern_ops);
CREATE INDEX "people_browsersession_citizen_id_85d7099b" ON "people_browsersession" ("citizen_id");
ALTER TABLE "people_eidorder" ADD CONSTRAINT "people_eidorder_municipality_id_73d3ef13_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "people_eidorder_session_id_49240936" ON "people_eidorder" ("session_id");
ALTER TABLE "people_staffaccount" ADD CONSTRAINT "people_staffaccount_municipality_id_69574741_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_membership" ADD CONSTRAINT "people_membership_municipality_id_cf1100b9_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "people_membership_unit_id_17e4545d" ON "people_membership" ("unit_id");
CREATE INDEX "people_membership_staff_id_09e6b900" ON "people_membership" ("staff_id");
CREATE INDEX "people_browsersession_staff_id_a63614f6" ON "people_browsersession" ("staff_id");
ALTER TABLE "people_eidorder" DROP COLUMN "asked_at" CASCADE;
ALTER TABLE "people_eidorder" ADD COLUMN "opened" uuid NULL;
CREATE TABLE "people_apiclient" ("id" uuid NOT NULL PRIMARY KEY, "name" varchar(80) NOT NULL, "public_id" varchar(40) NOT NULL, "secret_hash" varchar(64) NOT NULL, "scopes" jsonb NOT NULL, "e_services" jsonb NOT NULL, "networks" jsonb NOT NULL, "per_minute" integer NOT NULL CHECK ("per_minute" >= 0), "created_at" timestamp with time zone NOT NULL, "expires_at" timestamp with time zone NOT NULL, "closed_at" timestamp with time zone NULL, "used_at" timestamp with time zone NULL, "municipality_id" uuid NOT NULL, "unit_id" uuid NOT NULL);
CREATE TABLE "people_apitoken" ("id" uuid NOT NULL PRIMARY KEY, "token_hash" varchar(64) NOT NULL, "expires_at" timestamp with time zone NOT NULL, "client_id" uuid NOT NULL, "municipality_id" uuid NOT NULL);
CREATE TABLE "people_apiuse" ("id" uuid NOT NULL PRIMARY KEY, "minute" timestamp with time zone NOT NULL, "count" integer NOT NULL CHECK ("count" >= 0), "client_id" uuid NOT NULL, "municipality_id" uuid NOT NULL);
ALTER TABLE "people_apiclient" ADD CONSTRAINT "one_public_id" UNIQUE ("municipality_id", "public_id");
ALTER TABLE "people_apitoken" ADD CONSTRAINT "one_api_token" UNIQUE ("municipality_id", "token_hash");
ALTER TABLE "people_apiuse" ADD CONSTRAINT "one_count_per_minute" UNIQUE ("municipality_id", "client_id", "minute");
ALTER TABLE "people_apiclient" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_apiclient" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_apiclient"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_apiclient" ADD CONSTRAINT people_apiclient_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_apitoken" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_apitoken" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_apitoken"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_apitoken" ADD CONSTRAINT people_apitoken_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_apiuse" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_apiuse" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_apiuse"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_apiuse" ADD CONSTRAINT people_apiuse_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_apiclient" ADD CONSTRAINT people_apiclient_unit_id_same_tenant
    FOREIGN KEY (municipality_id, unit_id) REFERENCES "tenancy_unit" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_apitoken" ADD CONSTRAINT people_apitoken_client_id_same_tenant
    FOREIGN KEY (municipality_id, client_id) REFERENCES "people_apiclient" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_apiuse" ADD CONSTRAINT people_apiuse_client_id_same_tenant
    FOREIGN KEY (municipality_id, client_id) REFERENCES "people_apiclient" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_apiclient" ADD CONSTRAINT "people_apiclient_municipality_id_4772d1c9_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "people_apiclient_unit_id_d7a04f4a" ON "people_apiclient" ("unit_id");
ALTER TABLE "people_apitoken" ADD CONSTRAINT "people_apitoken_municipality_id_b4cf14fa_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "people_apitoken_client_id_3205fc4e" ON "people_apitoken" ("client_id");
ALTER TABLE "people_apiuse" ADD CONSTRAINT "people_apiuse_municipality_id_626c5c9e_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "people_apiuse_client_id_c00db920" ON "people_apiuse" ("client_id");
CREATE TABLE "people_apianswer" ("id" uuid NOT NULL PRIMARY KEY, "key_hash" varchar(64) NOT NULL, "call_hash" varchar(64) NOT NULL, "status" smallint NOT NULL CHECK ("status" >= 0), "content" jsonb NOT NULL, "made_at" timestamp with time zone NOT NULL, "client_id" uuid NOT NULL, "municipality_id" uuid NOT NULL, CONSTRAINT "one_answer_per_key" UNIQUE ("municipality_id", "client_id", "key_hash"));
ALTER TABLE "people_apianswer" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_apianswer" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_apianswer"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_apianswer" ADD CONSTRAINT people_apianswer_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_apianswer" ADD CONSTRAINT people_apianswer_client_id_same_tenant
    FOREIGN KEY (municipality_id, client_id) REFERENCES "people_apiclient" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_apianswer" ADD CONSTRAINT "people_apianswer_municipality_id_ab8e3be2_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "people_apianswer_client_id_ba082830" ON "people_apianswer" ("client_id");
ALTER TABLE "people_eidorder" ADD COLUMN "device" varchar(64) DEFAULT '' NOT NULL;
ALTER TABLE "people_eidorder" ALTER COLUMN "device" DROP DEFAULT;
CREATE INDEX "people_eido_municip_cb957a_idx" ON "people_eidorder" ("municipality_id", "device", "first_started_at");
ALTER TABLE "people_citizen" ADD COLUMN "language" varchar(2) DEFAULT 'sv' NOT NULL;
ALTER TABLE "people_citizen" ALTER COLUMN "language" DROP DEFAULT;
CREATE TABLE "people_recoverycode" ("id" uuid NOT NULL PRIMARY KEY, "code_hash" varchar(64) NOT NULL, "used_at" timestamp with time zone NULL);
CREATE TABLE "people_staffinvitation" ("id" uuid NOT NULL PRIMARY KEY, "code_hash" varchar(64) NOT NULL, "tries" smallint NOT NULL CHECK ("tries" >= 0), "session" uuid NULL, "made_at" timestamp with time zone NOT NULL, "expires_at" timestamp with time zone NOT NULL, "ended_at" timestamp with time zone NULL);
CREATE TABLE "people_stafflogin" ("id" uuid NOT NULL PRIMARY KEY, "email" varchar(254) NOT NULL, "password" varchar(200) NOT NULL, "secret" bytea NOT NULL, "used_step" bigint NOT NULL, "failures" integer NOT NULL CHECK ("failures" >= 0), "wait_until" timestamp with time zone NULL, "made_at" timestamp with time zone NOT NULL, "confirmed_at" timestamp with time zone NULL);
ALTER TABLE "people_staffaccount" DROP CONSTRAINT "one_account_per_person";
CREATE UNIQUE INDEX "one_account_per_person" ON "people_staffaccount" ("municipality_id", "number_index") WHERE NOT ("number_index" = '');
ALTER TABLE "people_recoverycode" ADD COLUMN "municipality_id" uuid NOT NULL CONSTRAINT "people_recoverycode_municipality_id_91336d66_fk_tenancy_m" REFERENCES "tenancy_municipality"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "people_recoverycode_municipality_id_91336d66_fk_tenancy_m" IMMEDIATE;
ALTER TABLE "people_staffinvitation" ADD COLUMN "municipality_id" uuid NOT NULL CONSTRAINT "people_staffinvitati_municipality_id_75551dc6_fk_tenancy_m" REFERENCES "tenancy_municipality"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "people_staffinvitati_municipality_id_75551dc6_fk_tenancy_m" IMMEDIATE;
ALTER TABLE "people_staffinvitation" ADD COLUMN "staff_id" uuid NOT NULL;
ALTER TABLE "people_stafflogin" ADD COLUMN "municipality_id" uuid NOT NULL CONSTRAINT "people_stafflogin_municipality_id_c376911d_fk_tenancy_m" REFERENCES "tenancy_municipality"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "people_stafflogin_municipality_id_c376911d_fk_tenancy_m" IMMEDIATE;
ALTER TABLE "people_stafflogin" ADD COLUMN "staff_id" uuid NOT NULL;
ALTER TABLE "people_recoverycode" ADD COLUMN "login_id" uuid NOT NULL;
CREATE INDEX "people_staf_municip_472d93_idx" ON "people_staffinvitation" ("municipality_id", "staff_id");
ALTER TABLE "people_stafflogin" ADD CONSTRAINT "one_login_per_account" UNIQUE ("municipality_id", "staff_id");
ALTER TABLE "people_stafflogin" ADD CONSTRAINT "one_login_per_email" UNIQUE ("municipality_id", "email");
ALTER TABLE "people_recoverycode" ADD CONSTRAINT "one_recovery_code" UNIQUE ("municipality_id", "login_id", "code_hash");
ALTER TABLE "people_stafflogin" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_stafflogin" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_stafflogin"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_stafflogin" ADD CONSTRAINT people_stafflogin_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_recoverycode" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_recoverycode" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_recoverycode"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_recoverycode" ADD CONSTRAINT people_recoverycode_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_staffinvitation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_staffinvitation" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_staffinvitation"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_staffinvitation" ADD CONSTRAINT people_staffinvitation_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_stafflogin" ADD CONSTRAINT people_stafflogin_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_recoverycode" ADD CONSTRAINT people_recoverycode_login_id_same_tenant
    FOREIGN KEY (municipality_id, login_id) REFERENCES "people_stafflogin" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_staffinvitation" ADD CONSTRAINT people_staffinvitation_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "people_staffinvitation_staff_id_f12d8a7d" ON "people_staffinvitation" ("staff_id");
CREATE INDEX "people_stafflogin_staff_id_bdf661ec" ON "people_stafflogin" ("staff_id");
CREATE INDEX "people_recoverycode_login_id_10e70632" ON "people_recoverycode" ("login_id");
ALTER TABLE "people_membership" ADD COLUMN "from_directory" boolean DEFAULT false NOT NULL;
ALTER TABLE "people_membership" ALTER COLUMN "from_directory" DROP DEFAULT;
CREATE TABLE "people_grouprole" ("id" uuid NOT NULL PRIMARY KEY, "group" varchar(200) NOT NULL, "role" varchar(20) NOT NULL, "municipality_id" uuid NOT NULL, "unit_id" uuid NOT NULL, CONSTRAINT "one_group_role" UNIQUE ("municipality_id", "group", "role", "unit_id"));
CREATE TABLE "people_loginelsewhere" ("id" uuid NOT NULL PRIMARY KEY, "provider" varchar(20) NOT NULL, "handle_hash" varchar(64) NOT NULL, "kept" bytea NOT NULL, "next_path" varchar(500) NOT NULL, "started_at" timestamp with time zone NOT NULL, "used_at" timestamp with time zone NULL, "municipality_id" uuid NOT NULL, "session_id" uuid NOT NULL, CONSTRAINT "one_login_elsewhere" UNIQUE ("municipality_id", "handle_hash"));
CREATE TABLE "people_staffidentity" ("id" uuid NOT NULL PRIMARY KEY, "issuer" varchar(300) NOT NULL, "subject" varchar(200) NOT NULL, "municipality_id" uuid NOT NULL, "staff_id" uuid NOT NULL, CONSTRAINT "one_staff_identity" UNIQUE ("municipality_id", "issuer", "subject"));
ALTER TABLE "people_staffidentity" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_staffidentity" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_staffidentity"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_staffidentity" ADD CONSTRAINT people_staffidentity_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_grouprole" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_grouprole" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_grouprole"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_grouprole" ADD CONSTRAINT people_grouprole_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_loginelsewhere" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_loginelsewhere" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_loginelsewhere"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_loginelsewhere" ADD CONSTRAINT people_loginelsewhere_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_staffidentity" ADD CONSTRAINT people_staffidentity_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_grouprole" ADD CONSTRAINT people_grouprole_unit_id_same_tenant
    FOREIGN KEY (municipality_id, unit_id) REFERENCES "tenancy_unit" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_loginelsewhere" ADD CONSTRAINT people_loginelsewhere_session_id_same_tenant
    FOREIGN KEY (municipality_id, session_id) REFERENCES "people_browsersession" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_grouprole" ADD CONSTRAINT "people_grouprole_municipality_id_fa567d9e_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "people_grouprole_unit_id_ff367108" ON "people_grouprole" ("unit_id");
ALTER TABLE "people_loginelsewhere" ADD CONSTRAINT "people_loginelsewher_municipality_id_9a794c99_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "people_loginelsewhere_session_id_4e643231" ON "people_loginelsewhere" ("session_id");
ALTER TABLE "people_staffidentity" ADD CONSTRAINT "people_staffidentity_municipality_id_992ab451_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "people_staffidentity_staff_id_05c5d6d7" ON "people_staffidentity" ("staff_id");
ALTER TABLE "people_staffidentity" ADD COLUMN "user_name" varchar(200) DEFAULT '' NOT NULL;
ALTER TABLE "people_staffidentity" ALTER COLUMN "user_name" DROP DEFAULT;
CREATE TABLE "people_directorygroup" ("id" uuid NOT NULL PRIMARY KEY, "name" varchar(200) NOT NULL, "external_id" varchar(200) NOT NULL, "municipality_id" uuid NOT NULL);
CREATE TABLE "people_directorymember" ("id" uuid NOT NULL PRIMARY KEY, "group_id" uuid NOT NULL, "municipality_id" uuid NOT NULL, "staff_id" uuid NOT NULL);
ALTER TABLE "people_directorygroup" ADD CONSTRAINT "one_directory_group" UNIQUE ("municipality_id", "name");
ALTER TABLE "people_directorymember" ADD CONSTRAINT "one_directory_member" UNIQUE ("municipality_id", "group_id", "staff_id");
ALTER TABLE "people_directorygroup" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_directorygroup" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_directorygroup"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_directorygroup" ADD CONSTRAINT people_directorygroup_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_directorymember" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_directorymember" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_directorymember"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_directorymember" ADD CONSTRAINT people_directorymember_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_directorymember" ADD CONSTRAINT people_directorymember_group_id_same_tenant
    FOREIGN KEY (municipality_id, group_id) REFERENCES "people_directorygroup" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_directorymember" ADD CONSTRAINT people_directorymember_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_directorygroup" ADD CONSTRAINT "people_directorygrou_municipality_id_8d580a2a_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_directorymember" ADD CONSTRAINT "people_directorymemb_municipality_id_4fe0007d_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "people_directorymember_group_id_543c7b5c" ON "people_directorymember" ("group_id");
CREATE INDEX "people_directorymember_staff_id_e6dc1a6f" ON "people_directorymember" ("staff_id");
CREATE TABLE "people_emergencyaccess" ("id" uuid NOT NULL PRIMARY KEY, "reason" bytea NOT NULL, "hours" smallint NOT NULL CHECK ("hours" >= 0), "state" varchar(10) NOT NULL, "asked_at" timestamp with time zone NOT NULL, "answered_at" timestamp with time zone NULL, "answered_by" uuid NULL, "until" timestamp with time zone NULL, "ended_at" timestamp with time zone NULL, "ended_by" uuid NULL, "municipality_id" uuid NOT NULL, "staff_id" uuid NOT NULL, "unit_id" uuid NOT NULL);
ALTER TABLE "people_emergencyaccess" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_emergencyaccess" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_emergencyaccess"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_emergencyaccess" ADD CONSTRAINT people_emergencyaccess_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_emergencyaccess" ADD CONSTRAINT people_emergencyaccess_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_emergencyaccess" ADD CONSTRAINT people_emergencyaccess_unit_id_same_tenant
    FOREIGN KEY (municipality_id, unit_id) REFERENCES "tenancy_unit" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_emergencyaccess" ADD CONSTRAINT "people_emergencyacce_municipality_id_ca2fef12_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "one_standing_emergency" ON "people_emergencyaccess" ("municipality_id", "staff_id") WHERE "state" IN ('asked', 'approved');
CREATE INDEX "people_emergencyaccess_staff_id_2a5a5587" ON "people_emergencyaccess" ("staff_id");
CREATE INDEX "people_emergencyaccess_unit_id_1f08ca12" ON "people_emergencyaccess" ("unit_id");
CREATE TABLE "people_passkey" ("id" uuid NOT NULL PRIMARY KEY, "name" varchar(60) NOT NULL, "host" varchar(253) NOT NULL, "credential" varchar(1400) NOT NULL, "public_key" bytea NOT NULL, "counter" bigint NOT NULL, "failures" integer NOT NULL CHECK ("failures" >= 0), "wait_until" timestamp with time zone NULL, "made_at" timestamp with time zone NOT NULL, "used_at" timestamp with time zone NULL, "stopped_at" timestamp with time zone NULL, "municipality_id" uuid NOT NULL, "staff_id" uuid NOT NULL, CONSTRAINT "one_passkey_per_credential" UNIQUE ("municipality_id", "credential"));
CREATE TABLE "people_passkeychallenge" ("id" uuid NOT NULL PRIMARY KEY, "purpose" varchar(10) NOT NULL, "host" varchar(253) NOT NULL, "staff" uuid NULL, "challenge_hash" varchar(64) NOT NULL, "made_at" timestamp with time zone NOT NULL, "used_at" timestamp with time zone NULL, "municipality_id" uuid NOT NULL, "session_id" uuid NOT NULL, CONSTRAINT "one_passkey_challenge" UNIQUE ("municipality_id", "challenge_hash"));
ALTER TABLE "people_passkey" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_passkey" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_passkey"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_passkey" ADD CONSTRAINT people_passkey_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_passkeychallenge" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_passkeychallenge" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_passkeychallenge"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_passkeychallenge" ADD CONSTRAINT people_passkeychallenge_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_passkey" ADD CONSTRAINT people_passkey_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_passkeychallenge" ADD CONSTRAINT people_passkeychallenge_session_id_same_tenant
    FOREIGN KEY (municipality_id, session_id) REFERENCES "people_browsersession" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_passkey" ADD CONSTRAINT "people_passkey_municipality_id_ffec2dfc_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "people_passkey_staff_id_1db29566" ON "people_passkey" ("staff_id");
CREATE INDEX "people_pass_municip_bb7b85_idx" ON "people_passkey" ("municipality_id", "staff_id");
ALTER TABLE "people_passkeychallenge" ADD CONSTRAINT "people_passkeychalle_municipality_id_f2d68472_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "people_passkeychallenge_session_id_d7253b5b" ON "people_passkeychallenge" ("session_id");
CREATE TABLE "keys_datakey" ("id" uuid NOT NULL PRIMARY KEY, "wrapped" bytea NOT NULL, "created_at" timestamp with time zone NOT NULL, "active" boolean NOT NULL, "municipality_id" uuid NOT NULL);
ALTER TABLE "keys_datakey" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "keys_datakey" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "keys_datakey"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "keys_datakey" ADD CONSTRAINT keys_datakey_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "keys_datakey" ADD CONSTRAINT "keys_datakey_municipality_id_8aea1d13_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "one_active_key" ON "keys_datakey" ("municipality_id") WHERE "active";
ALTER TABLE "people_citizen" ADD COLUMN "name_index" varchar(64) DEFAULT '' NOT NULL;
ALTER TABLE "people_citizen" ALTER COLUMN "name_index" DROP DEFAULT;
CREATE INDEX "people_citi_municip_2d5b7e_idx" ON "people_citizen" ("municipality_id", "name_index");
ALTER TABLE "people_loginelsewhere" ADD COLUMN "answer" bytea DEFAULT '\x'::bytea NOT NULL;
ALTER TABLE "people_loginelsewhere" ALTER COLUMN "answer" DROP DEFAULT;
ALTER TABLE "people_apiclient" ADD COLUMN "room_id" uuid NULL;
CREATE TABLE "people_citizenway" ("id" uuid NOT NULL PRIMARY KEY, "provider" varchar(20) NOT NULL, "title" varchar(60) NOT NULL, "place" smallint NOT NULL CHECK ("place" >= 0), "lowest" smallint NOT NULL CHECK ("lowest" >= 0), "is_open" boolean NOT NULL, "municipality_id" uuid NOT NULL, CONSTRAINT "one_citizen_way" UNIQUE ("municipality_id", "provider"));
ALTER TABLE "people_citizenway" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_citizenway" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_citizenway"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_citizenway" ADD CONSTRAINT people_citizenway_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_citizenway" ADD CONSTRAINT "people_citizenway_municipality_id_235ba46e_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_browsersession" ADD COLUMN "device" varchar(20) DEFAULT '' NOT NULL;
ALTER TABLE "people_browsersession" ALTER COLUMN "device" DROP DEFAULT;
ALTER TABLE "people_loginelsewhere" ADD COLUMN "subject" varchar(64) DEFAULT '' NOT NULL;
ALTER TABLE "people_loginelsewhere" ALTER COLUMN "subject" DROP DEFAULT;
ALTER TABLE "people_browsersession" ADD COLUMN "idle_minutes" smallint DEFAULT 30 NOT NULL CHECK ("idle_minutes" >= 0);
ALTER TABLE "people_browsersession" ALTER COLUMN "idle_minutes" DROP DEFAULT;
ALTER TABLE "people_browsersession" ADD COLUMN "proof" bytea DEFAULT '\x'::bytea NOT NULL;
ALTER TABLE "people_browsersession" ALTER COLUMN "proof" DROP DEFAULT;
CREATE TABLE "people_owneid" ("id" uuid NOT NULL PRIMARY KEY, "person_index" varchar(64) NOT NULL, "name" varchar(200) NOT NULL, "shown_at" timestamp with time zone NOT NULL, "municipality_id" uuid NOT NULL, "staff_id" uuid NOT NULL, CONSTRAINT "one_own_eid" UNIQUE ("municipality_id", "staff_id"), CONSTRAINT "one_account_per_own_eid" UNIQUE ("municipality_id", "person_index"));
ALTER TABLE "people_owneid" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "people_owneid" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "people_owneid"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "people_owneid" ADD CONSTRAINT people_owneid_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "people_owneid" ADD CONSTRAINT people_owneid_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "people_owneid" ADD CONSTRAINT "people_owneid_municipality_id_8e48ee50_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "people_owneid_staff_id_c6859539" ON "people_owneid" ("staff_id");
CREATE TABLE "definitions_version" ("id" uuid NOT NULL PRIMARY KEY, "slug" varchar(80) NOT NULL, "number" integer NOT NULL CHECK ("number" >= 0), "document" jsonb NOT NULL, "sha256" varchar(64) NOT NULL, "created_at" timestamp with time zone NOT NULL, "municipality_id" uuid NOT NULL);
CREATE TABLE "definitions_eservice" ("id" uuid NOT NULL PRIMARY KEY, "slug" varchar(80) NOT NULL, "parameters" jsonb NOT NULL, "municipality_id" uuid NOT NULL, "unit_id" uuid NOT NULL, "published_id" uuid NULL);
ALTER TABLE "definitions_version" ADD CONSTRAINT "one_version_per_number" UNIQUE ("municipality_id", "slug", "number");
ALTER TABLE "definitions_eservice" ADD CONSTRAINT "one_e_service_per_slug" UNIQUE ("municipality_id", "slug");
ALTER TABLE "definitions_version" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "definitions_version" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "definitions_version"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "definitions_version" ADD CONSTRAINT definitions_version_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "definitions_eservice" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "definitions_eservice" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "definitions_eservice"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "definitions_eservice" ADD CONSTRAINT definitions_eservice_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "definitions_eservice" ADD CONSTRAINT definitions_eservice_unit_id_same_tenant
    FOREIGN KEY (municipality_id, unit_id) REFERENCES "tenancy_unit" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_eservice" ADD CONSTRAINT definitions_eservice_published_id_same_tenant
    FOREIGN KEY (municipality_id, published_id) REFERENCES "definitions_version" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_version" ADD CONSTRAINT "definitions_version_municipality_id_7ad0bb2e_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "definitions_version_slug_0cec8037" ON "definitions_version" ("slug");
CREATE INDEX "definitions_version_slug_0cec8037_like" ON "definitions_version" ("slug" varchar_pattern_ops);
ALTER TABLE "definitions_eservice" ADD CONSTRAINT "definitions_eservice_municipality_id_556fbc29_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "definitions_eservice_slug_6ee885e0" ON "definitions_eservice" ("slug");
CREATE INDEX "definitions_eservice_slug_6ee885e0_like" ON "definitions_eservice" ("slug" varchar_pattern_ops);
CREATE INDEX "definitions_eservice_unit_id_6b5e781c" ON "definitions_eservice" ("unit_id");
CREATE INDEX "definitions_eservice_published_id_1e80665b" ON "definitions_eservice" ("published_id");
CREATE TABLE "filing_filing" ("id" uuid NOT NULL PRIMARY KEY, "state" varchar(10) NOT NULL, "revision" integer NOT NULL CHECK ("revision" >= 0), "answers" bytea NOT NULL, "facts" bytea NOT NULL, "started_at" timestamp with time zone NOT NULL, "saved_at" timestamp with time zone NOT NULL, "expires_at" timestamp with time zone NOT NULL, "handed_in_at" timestamp with time zone NULL, "citizen_id" uuid NOT NULL, "municipality_id" uuid NOT NULL, "version_id" uuid NOT NULL);
CREATE TABLE "filing_snapshot" ("id" uuid NOT NULL PRIMARY KEY, "content" bytea NOT NULL, "sha256" varchar(64) NOT NULL, "sealed_at" timestamp with time zone NOT NULL, "is_void" boolean NOT NULL, "filing_id" uuid NOT NULL, "municipality_id" uuid NOT NULL);
CREATE INDEX "filing_fili_municip_3d3209_idx" ON "filing_filing" ("municipality_id", "citizen_id", "state");
CREATE UNIQUE INDEX "one_standing_snapshot" ON "filing_snapshot" ("municipality_id", "filing_id") WHERE NOT "is_void";
ALTER TABLE "filing_filing" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "filing_filing" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "filing_filing"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "filing_filing" ADD CONSTRAINT filing_filing_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "filing_snapshot" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "filing_snapshot" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "filing_snapshot"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "filing_snapshot" ADD CONSTRAINT filing_snapshot_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "filing_filing" ADD CONSTRAINT filing_filing_citizen_id_same_tenant
    FOREIGN KEY (municipality_id, citizen_id) REFERENCES "people_citizen" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "filing_filing" ADD CONSTRAINT filing_filing_version_id_same_tenant
    FOREIGN KEY (municipality_id, version_id) REFERENCES "definitions_version" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "filing_snapshot" ADD CONSTRAINT filing_snapshot_filing_id_same_tenant
    FOREIGN KEY (municipality_id, filing_id) REFERENCES "filing_filing" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "filing_filing" ADD CONSTRAINT "filing_filing_municipality_id_35fa67d0_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "filing_filing_citizen_id_0472b387" ON "filing_filing" ("citizen_id");
CREATE INDEX "filing_filing_version_id_b65608f5" ON "filing_filing" ("version_id");
ALTER TABLE "filing_snapshot" ADD CONSTRAINT "filing_snapshot_municipality_id_1e3114bf_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "filing_snapshot_filing_id_a490ea2e" ON "filing_snapshot" ("filing_id");
ALTER TABLE "filing_filing" ADD COLUMN "purpose" varchar(12) DEFAULT 'application' NOT NULL;
ALTER TABLE "filing_filing" ALTER COLUMN "purpose" DROP DEFAULT;
ALTER TABLE "filing_filing" ADD COLUMN "unsaved" bytea DEFAULT '\x'::bytea NOT NULL;
ALTER TABLE "filing_filing" ALTER COLUMN "unsaved" DROP DEFAULT;
ALTER TABLE "definitions_eservice" ADD COLUMN "archived_at" timestamp with time zone NULL;
ALTER TABLE "definitions_eservice" ADD COLUMN "deputy_id" uuid NULL;
ALTER TABLE "definitions_eservice" ADD COLUMN "in_progress" varchar(10) DEFAULT 'stay' NOT NULL;
ALTER TABLE "definitions_eservice" ALTER COLUMN "in_progress" DROP DEFAULT;
ALTER TABLE "definitions_eservice" ADD COLUMN "owner_id" uuid NULL;
ALTER TABLE "definitions_eservice" ADD COLUMN "publish_at" timestamp with time zone NULL;
ALTER TABLE "definitions_eservice" ADD COLUMN "scheduled_id" uuid NULL;
ALTER TABLE "definitions_eservice" ADD COLUMN "scheduled_parameters" jsonb DEFAULT '{}'::jsonb NOT NULL;
ALTER TABLE "definitions_eservice" ALTER COLUMN "scheduled_parameters" DROP DEFAULT;
ALTER TABLE "definitions_version" ADD COLUMN "made_by_id" uuid NULL;
ALTER TABLE "definitions_version" ADD COLUMN "note" varchar(300) DEFAULT '' NOT NULL;
ALTER TABLE "definitions_version" ALTER COLUMN "note" DROP DEFAULT;
CREATE TABLE "definitions_checklistline" ("id" uuid NOT NULL PRIMARY KEY, "title" varchar(120) NOT NULL, "help" varchar(300) NOT NULL, "is_mandatory" boolean NOT NULL, "municipality_id" uuid NOT NULL);
CREATE TABLE "definitions_draft" ("id" uuid NOT NULL PRIMARY KEY, "title" varchar(300) NOT NULL, "document" jsonb NOT NULL, "parameters" jsonb NOT NULL, "revision" integer NOT NULL CHECK ("revision" >= 0), "missing" integer NOT NULL CHECK ("missing" >= 0), "changed_at" timestamp with time zone NOT NULL, "base_id" uuid NULL, "changed_by_id" uuid NULL, "municipality_id" uuid NOT NULL, "service_id" uuid NOT NULL);
CREATE TABLE "definitions_draftstate" ("id" uuid NOT NULL PRIMARY KEY, "revision" integer NOT NULL CHECK ("revision" >= 0), "document" jsonb NOT NULL, "what" varchar(200) NOT NULL, "place" varchar(150) NOT NULL, "at" timestamp with time zone NOT NULL, "back" integer NULL CHECK ("back" >= 0), "again" integer NULL CHECK ("again" >= 0), "by_id" uuid NULL, "draft_id" uuid NOT NULL, "municipality_id" uuid NOT NULL);
CREATE TABLE "definitions_invitation" ("id" uuid NOT NULL PRIMARY KEY, "name" varchar(120) NOT NULL, "token_hash" varchar(64) NOT NULL, "created_at" timestamp with time zone NOT NULL, "expires_at" timestamp with time zone NOT NULL, "opened_at" timestamp with time zone NULL, "ended_at" timestamp with time zone NULL, "municipality_id" uuid NOT NULL, "service_id" uuid NOT NULL, "staff_id" uuid NULL);
CREATE TABLE "definitions_presence" ("id" uuid NOT NULL PRIMARY KEY, "place" varchar(150) NOT NULL, "seen_at" timestamp with time zone NOT NULL, "draft_id" uuid NOT NULL, "municipality_id" uuid NOT NULL, "staff_id" uuid NOT NULL);
CREATE TABLE "definitions_checklistmark" ("id" uuid NOT NULL PRIMARY KEY, "line" varchar(40) NOT NULL, "state" varchar(20) NOT NULL, "text" text NOT NULL, "at" timestamp with time zone NOT NULL, "by_id" uuid NULL, "municipality_id" uuid NOT NULL, "service_id" uuid NOT NULL, CONSTRAINT "one_mark_per_line" UNIQUE ("municipality_id", "service_id", "line"));
CREATE TABLE "definitions_comment" ("id" uuid NOT NULL PRIMARY KEY, "page_id" varchar(64) NOT NULL, "question_id" varchar(64) NOT NULL, "text" text NOT NULL, "author" varchar(120) NOT NULL, "at" timestamp with time zone NOT NULL, "resolved_at" timestamp with time zone NULL, "municipality_id" uuid NOT NULL, "resolved_by_id" uuid NULL, "service_id" uuid NOT NULL, "staff_id" uuid NULL, "version_id" uuid NULL);
ALTER TABLE "definitions_draft" ADD CONSTRAINT "one_draft_per_e_service" UNIQUE ("municipality_id", "service_id");
ALTER TABLE "definitions_draftstate" ADD CONSTRAINT "one_state_per_revision" UNIQUE ("municipality_id", "draft_id", "revision");
ALTER TABLE "definitions_invitation" ADD CONSTRAINT "one_invitation_per_link" UNIQUE ("municipality_id", "token_hash");
ALTER TABLE "definitions_presence" ADD CONSTRAINT "one_presence_per_person" UNIQUE ("municipality_id", "draft_id", "staff_id");
ALTER TABLE "definitions_version" ADD CONSTRAINT definitions_version_made_by_id_same_tenant
    FOREIGN KEY (municipality_id, made_by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_eservice" ADD CONSTRAINT definitions_eservice_owner_id_same_tenant
    FOREIGN KEY (municipality_id, owner_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_eservice" ADD CONSTRAINT definitions_eservice_deputy_id_same_tenant
    FOREIGN KEY (municipality_id, deputy_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_eservice" ADD CONSTRAINT definitions_eservice_scheduled_id_same_tenant
    FOREIGN KEY (municipality_id, scheduled_id) REFERENCES "definitions_version" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_checklistline" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "definitions_checklistline" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "definitions_checklistline"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "definitions_checklistline" ADD CONSTRAINT definitions_checklistline_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "definitions_draft" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "definitions_draft" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "definitions_draft"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "definitions_draft" ADD CONSTRAINT definitions_draft_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "definitions_draftstate" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "definitions_draftstate" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "definitions_draftstate"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "definitions_draftstate" ADD CONSTRAINT definitions_draftstate_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "definitions_invitation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "definitions_invitation" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "definitions_invitation"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "definitions_invitation" ADD CONSTRAINT definitions_invitation_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "definitions_presence" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "definitions_presence" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "definitions_presence"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "definitions_presence" ADD CONSTRAINT definitions_presence_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "definitions_checklistmark" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "definitions_checklistmark" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "definitions_checklistmark"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "definitions_checklistmark" ADD CONSTRAINT definitions_checklistmark_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "definitions_comment" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "definitions_comment" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "definitions_comment"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "definitions_comment" ADD CONSTRAINT definitions_comment_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "definitions_draft" ADD CONSTRAINT definitions_draft_base_id_same_tenant
    FOREIGN KEY (municipality_id, base_id) REFERENCES "definitions_version" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_draft" ADD CONSTRAINT definitions_draft_changed_by_id_same_tenant
    FOREIGN KEY (municipality_id, changed_by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_draft" ADD CONSTRAINT definitions_draft_service_id_same_tenant
    FOREIGN KEY (municipality_id, service_id) REFERENCES "definitions_eservice" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_draftstate" ADD CONSTRAINT definitions_draftstate_by_id_same_tenant
    FOREIGN KEY (municipality_id, by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_draftstate" ADD CONSTRAINT definitions_draftstate_draft_id_same_tenant
    FOREIGN KEY (municipality_id, draft_id) REFERENCES "definitions_draft" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_invitation" ADD CONSTRAINT definitions_invitation_service_id_same_tenant
    FOREIGN KEY (municipality_id, service_id) REFERENCES "definitions_eservice" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_invitation" ADD CONSTRAINT definitions_invitation_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_presence" ADD CONSTRAINT definitions_presence_draft_id_same_tenant
    FOREIGN KEY (municipality_id, draft_id) REFERENCES "definitions_draft" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_presence" ADD CONSTRAINT definitions_presence_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_checklistmark" ADD CONSTRAINT definitions_checklistmark_by_id_same_tenant
    FOREIGN KEY (municipality_id, by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_checklistmark" ADD CONSTRAINT definitions_checklistmark_service_id_same_tenant
    FOREIGN KEY (municipality_id, service_id) REFERENCES "definitions_eservice" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_comment" ADD CONSTRAINT definitions_comment_resolved_by_id_same_tenant
    FOREIGN KEY (municipality_id, resolved_by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_comment" ADD CONSTRAINT definitions_comment_service_id_same_tenant
    FOREIGN KEY (municipality_id, service_id) REFERENCES "definitions_eservice" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_comment" ADD CONSTRAINT definitions_comment_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_comment" ADD CONSTRAINT definitions_comment_version_id_same_tenant
    FOREIGN KEY (municipality_id, version_id) REFERENCES "definitions_version" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "definitions_eservice_deputy_id_87f4cf54" ON "definitions_eservice" ("deputy_id");
CREATE INDEX "definitions_eservice_owner_id_17f2b00b" ON "definitions_eservice" ("owner_id");
CREATE INDEX "definitions_eservice_scheduled_id_224dc5af" ON "definitions_eservice" ("scheduled_id");
CREATE INDEX "definitions_version_made_by_id_bfdbc333" ON "definitions_version" ("made_by_id");
ALTER TABLE "definitions_checklistline" ADD CONSTRAINT "definitions_checklis_municipality_id_928f0026_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_draft" ADD CONSTRAINT "definitions_draft_municipality_id_a5ce96a6_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "definitions_draft_base_id_7d1a353a" ON "definitions_draft" ("base_id");
CREATE INDEX "definitions_draft_changed_by_id_1c7d66d7" ON "definitions_draft" ("changed_by_id");
CREATE INDEX "definitions_draft_service_id_c9413f73" ON "definitions_draft" ("service_id");
ALTER TABLE "definitions_draftstate" ADD CONSTRAINT "definitions_draftsta_municipality_id_cb62bb40_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "definitions_draftstate_by_id_b93594c2" ON "definitions_draftstate" ("by_id");
CREATE INDEX "definitions_draftstate_draft_id_c0d9f73a" ON "definitions_draftstate" ("draft_id");
ALTER TABLE "definitions_invitation" ADD CONSTRAINT "definitions_invitati_municipality_id_3d7a08b0_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "definitions_invitation_service_id_1229c123" ON "definitions_invitation" ("service_id");
CREATE INDEX "definitions_invitation_staff_id_4c65364c" ON "definitions_invitation" ("staff_id");
ALTER TABLE "definitions_presence" ADD CONSTRAINT "definitions_presence_municipality_id_0fef0154_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "definitions_presence_draft_id_be279cfc" ON "definitions_presence" ("draft_id");
CREATE INDEX "definitions_presence_staff_id_ec590d6f" ON "definitions_presence" ("staff_id");
ALTER TABLE "definitions_checklistmark" ADD CONSTRAINT "definitions_checklis_municipality_id_a29ba4f2_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "definitions_checklistmark_by_id_8d8f5546" ON "definitions_checklistmark" ("by_id");
CREATE INDEX "definitions_checklistmark_service_id_fa5c273b" ON "definitions_checklistmark" ("service_id");
ALTER TABLE "definitions_comment" ADD CONSTRAINT "definitions_comment_municipality_id_4ea89993_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "definitions_comment_resolved_by_id_a48b7d0c" ON "definitions_comment" ("resolved_by_id");
CREATE INDEX "definitions_comment_service_id_5cae8bf4" ON "definitions_comment" ("service_id");
CREATE INDEX "definitions_comment_staff_id_e2b6a6f6" ON "definitions_comment" ("staff_id");
CREATE INDEX "definitions_comment_version_id_d442f4a9" ON "definitions_comment" ("version_id");
CREATE INDEX "definitions_municip_c4750b_idx" ON "definitions_comment" ("municipality_id", "service_id", "resolved_at");
CREATE TABLE "definitions_clipboard" ("id" uuid NOT NULL PRIMARY KEY, "title" varchar(300) NOT NULL, "document" jsonb NOT NULL, "page_id" varchar(64) NOT NULL, "question_ids" jsonb NOT NULL, "at" timestamp with time zone NOT NULL, "municipality_id" uuid NOT NULL, "staff_id" uuid NOT NULL, CONSTRAINT "one_clipboard_per_person" UNIQUE ("municipality_id", "staff_id"));
ALTER TABLE "definitions_clipboard" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "definitions_clipboard" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "definitions_clipboard"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "definitions_clipboard" ADD CONSTRAINT definitions_clipboard_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "definitions_clipboard" ADD CONSTRAINT definitions_clipboard_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_clipboard" ADD CONSTRAINT "definitions_clipboar_municipality_id_57ae4c6e_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "definitions_clipboard_staff_id_a1014b2d" ON "definitions_clipboard" ("staff_id");
ALTER TABLE "definitions_draft" ADD COLUMN "tests" integer DEFAULT 0 NOT NULL CHECK ("tests" >= 0);
ALTER TABLE "definitions_draft" ALTER COLUMN "tests" DROP DEFAULT;
ALTER TABLE "definitions_draft" ADD COLUMN "tests_broken" integer DEFAULT 0 NOT NULL CHECK ("tests_broken" >= 0);
ALTER TABLE "definitions_draft" ALTER COLUMN "tests_broken" DROP DEFAULT;
CREATE TABLE "definitions_recordedtest" ("id" uuid NOT NULL PRIMARY KEY, "name" varchar(120) NOT NULL, "run" jsonb NOT NULL, "expected" jsonb NOT NULL, "at" timestamp with time zone NOT NULL, "made_by_id" uuid NULL, "municipality_id" uuid NOT NULL, "service_id" uuid NOT NULL, CONSTRAINT "one_test_per_name" UNIQUE ("municipality_id", "service_id", "name"));
ALTER TABLE "definitions_recordedtest" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "definitions_recordedtest" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "definitions_recordedtest"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "definitions_recordedtest" ADD CONSTRAINT definitions_recordedtest_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "definitions_recordedtest" ADD CONSTRAINT definitions_recordedtest_made_by_id_same_tenant
    FOREIGN KEY (municipality_id, made_by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_recordedtest" ADD CONSTRAINT definitions_recordedtest_service_id_same_tenant
    FOREIGN KEY (municipality_id, service_id) REFERENCES "definitions_eservice" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_recordedtest" ADD CONSTRAINT "definitions_recorded_municipality_id_9fed6fac_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "definitions_recordedtest_made_by_id_0ab1fb50" ON "definitions_recordedtest" ("made_by_id");
CREATE INDEX "definitions_recordedtest_service_id_4a0ea919" ON "definitions_recordedtest" ("service_id");
CREATE TABLE "definitions_paperform" ("id" uuid NOT NULL PRIMARY KEY, "name" varchar(150) NOT NULL, "content" bytea NOT NULL, "slug" varchar(80) NOT NULL, "report" jsonb NOT NULL, "at" timestamp with time zone NOT NULL, "made_by_id" uuid NULL, "municipality_id" uuid NOT NULL);
ALTER TABLE "definitions_paperform" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "definitions_paperform" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "definitions_paperform"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "definitions_paperform" ADD CONSTRAINT definitions_paperform_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "definitions_paperform" ADD CONSTRAINT definitions_paperform_made_by_id_same_tenant
    FOREIGN KEY (municipality_id, made_by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_paperform" ADD CONSTRAINT "definitions_paperfor_municipality_id_a7398bef_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "definitions_paperform_slug_daafd951" ON "definitions_paperform" ("slug");
CREATE INDEX "definitions_paperform_slug_daafd951_like" ON "definitions_paperform" ("slug" varchar_pattern_ops);
CREATE INDEX "definitions_paperform_made_by_id_7cae8dbc" ON "definitions_paperform" ("made_by_id");
CREATE TABLE "definitions_block" ("id" uuid NOT NULL PRIMARY KEY, "title" varchar(100) NOT NULL, "help" varchar(300) NOT NULL, "created_at" timestamp with time zone NOT NULL, "retired_at" timestamp with time zone NULL, "municipality_id" uuid NOT NULL);
CREATE TABLE "definitions_blockversion" ("id" uuid NOT NULL PRIMARY KEY, "number" integer NOT NULL CHECK ("number" >= 0), "document" jsonb NOT NULL, "sha256" varchar(64) NOT NULL, "note" varchar(300) NOT NULL, "created_at" timestamp with time zone NOT NULL, "block_id" uuid NOT NULL, "made_by_id" uuid NULL, "municipality_id" uuid NOT NULL);
CREATE UNIQUE INDEX "one_block_per_title" ON "definitions_block" ("municipality_id", "title") WHERE "retired_at" IS NULL;
ALTER TABLE "definitions_blockversion" ADD CONSTRAINT "one_block_version_per_number" UNIQUE ("municipality_id", "block_id", "number");
ALTER TABLE "definitions_block" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "definitions_block" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "definitions_block"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "definitions_block" ADD CONSTRAINT definitions_block_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "definitions_blockversion" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "definitions_blockversion" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "definitions_blockversion"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "definitions_blockversion" ADD CONSTRAINT definitions_blockversion_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "definitions_blockversion" ADD CONSTRAINT definitions_blockversion_block_id_same_tenant
    FOREIGN KEY (municipality_id, block_id) REFERENCES "definitions_block" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_blockversion" ADD CONSTRAINT definitions_blockversion_made_by_id_same_tenant
    FOREIGN KEY (municipality_id, made_by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_block" ADD CONSTRAINT "definitions_block_municipality_id_d4a67d9a_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_blockversion" ADD CONSTRAINT "definitions_blockver_municipality_id_186cbdf0_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "definitions_blockversion_block_id_ece64d9c" ON "definitions_blockversion" ("block_id");
CREATE INDEX "definitions_blockversion_made_by_id_f1ea29fe" ON "definitions_blockversion" ("made_by_id");
ALTER TABLE "definitions_eservice" ADD COLUMN "scheduled_in_progress" varchar(10) DEFAULT 'stay' NOT NULL;
ALTER TABLE "definitions_eservice" ALTER COLUMN "scheduled_in_progress" DROP DEFAULT;
ALTER TABLE definitions_eservice NO FORCE ROW LEVEL SECURITY;
UPDATE definitions_eservice SET scheduled_in_progress = in_progress WHERE publish_at IS NOT NULL;
ALTER TABLE definitions_eservice FORCE ROW LEVEL SECURITY;
ALTER TABLE "definitions_eservice" ADD COLUMN "confidentiality" smallint NULL CHECK ("confidentiality" >= 0);
ALTER TABLE definitions_eservice NO FORCE ROW LEVEL SECURITY;
ALTER TABLE definitions_checklistmark NO FORCE ROW LEVEL SECURITY;
UPDATE definitions_eservice SET confidentiality = substring(m.text from '^\s*([0-3])')::smallint
FROM definitions_checklistmark m
WHERE m.service_id = definitions_eservice.id AND m.line = 'classification'
AND m.state = 'done' AND m.text ~ '^\s*[0-3]';
ALTER TABLE definitions_checklistmark FORCE ROW LEVEL SECURITY;
ALTER TABLE definitions_eservice FORCE ROW LEVEL SECURITY;
ALTER TABLE "filing_filing" ADD COLUMN "ended_at" timestamp with time zone NULL;
ALTER TABLE "filing_filing" ADD COLUMN "prepared_by_id" uuid NULL;
CREATE INDEX "prepared_filings" ON "filing_filing" ("municipality_id", "prepared_by_id") WHERE "prepared_by_id" IS NOT NULL;
ALTER TABLE "filing_filing" ADD CONSTRAINT filing_filing_prepared_by_id_same_tenant
    FOREIGN KEY (municipality_id, prepared_by_id) REFERENCES "people_apiclient" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "filing_filing_prepared_by_id_c58c29f1" ON "filing_filing" ("prepared_by_id");
ALTER TABLE "filing_filing" ADD COLUMN "channel" varchar(5) DEFAULT '' NOT NULL;
ALTER TABLE "filing_filing" ALTER COLUMN "channel" DROP DEFAULT;
ALTER TABLE "filing_filing" ADD COLUMN "taken_by_id" uuid NULL;
CREATE INDEX "taken_filings" ON "filing_filing" ("municipality_id", "taken_by_id", "state") WHERE "taken_by_id" IS NOT NULL;
CREATE INDEX "filing_filing_taken_by_id_ee1793e4" ON "filing_filing" ("taken_by_id");
ALTER TABLE "filing_filing" ADD CONSTRAINT filing_filing_taken_by_id_same_tenant
    FOREIGN KEY (municipality_id, taken_by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "definitions_checklistmark" ADD COLUMN "about" varchar(64) DEFAULT '' NOT NULL;
ALTER TABLE "definitions_checklistmark" ALTER COLUMN "about" DROP DEFAULT;
ALTER TABLE "definitions_eservice" ADD COLUMN "stopped_id" uuid NULL;
ALTER TABLE "definitions_eservice" ADD COLUMN "stopped_at" timestamp with time zone NULL;
ALTER TABLE "definitions_eservice" ADD COLUMN "stopped_for" jsonb DEFAULT '[]'::jsonb NOT NULL;
ALTER TABLE "definitions_eservice" ALTER COLUMN "stopped_for" DROP DEFAULT;
CREATE INDEX "definitions_eservice_stopped_id_fb6e5479" ON "definitions_eservice" ("stopped_id");
ALTER TABLE "definitions_checklistline" ADD COLUMN "about" varchar(20) DEFAULT '' NOT NULL;
ALTER TABLE "definitions_checklistline" ALTER COLUMN "about" DROP DEFAULT;
CREATE TABLE "signing_room" ("id" uuid NOT NULL PRIMARY KEY, "subject_kind" varchar(30) NOT NULL, "subject_id" uuid NOT NULL, "label" varchar(200) NOT NULL, "unit_id" uuid NOT NULL, "state" varchar(10) NOT NULL, "mode" varchar(30) NOT NULL, "reminders_days" jsonb NOT NULL, "expires_days" smallint NOT NULL CHECK ("expires_days" >= 0), "digest" varchar(64) NOT NULL, "content" bytea NOT NULL, "opened_at" timestamp with time zone NOT NULL, "invited_at" timestamp with time zone NULL, "expires_at" timestamp with time zone NULL, "municipality_id" uuid NOT NULL);
CREATE TABLE "signing_signaturerequest" ("id" uuid NOT NULL PRIMARY KEY, "role" varchar(20) NOT NULL, "place" smallint NOT NULL CHECK ("place" >= 0), "is_protected" boolean NOT NULL, "state" varchar(10) NOT NULL, "invited_at" timestamp with time zone NULL, "opened_at" timestamp with time zone NULL, "signed_at" timestamp with time zone NULL, "declined_at" timestamp with time zone NULL, "decline_reason" bytea NOT NULL, "reminders" smallint NOT NULL CHECK ("reminders" >= 0), "reminded_at" timestamp with time zone NULL, "nudged_at" timestamp with time zone NULL, "citizen_id" uuid NOT NULL, "municipality_id" uuid NOT NULL, "room_id" uuid NOT NULL);
CREATE TABLE "signing_evidence" ("id" uuid NOT NULL PRIMARY KEY, "room_key" uuid NOT NULL, "content" bytea NOT NULL, "recorded_at" timestamp with time zone NOT NULL, "record_hash" varchar(64) NOT NULL, "municipality_id" uuid NOT NULL, "request_id" uuid NOT NULL);
CREATE INDEX "signing_roo_municip_cc41ad_idx" ON "signing_room" ("municipality_id", "state", "expires_at");
CREATE UNIQUE INDEX "one_standing_room" ON "signing_room" ("municipality_id", "subject_kind", "subject_id") WHERE NOT ("state" = 'cancelled');
CREATE INDEX "signing_sig_municip_51ecab_idx" ON "signing_signaturerequest" ("municipality_id", "citizen_id", "state");
ALTER TABLE "signing_signaturerequest" ADD CONSTRAINT "nobody_signs_as_two" UNIQUE ("municipality_id", "room_id", "citizen_id");
CREATE INDEX "signing_evi_municip_df22ee_idx" ON "signing_evidence" ("municipality_id", "room_key");
ALTER TABLE "signing_evidence" ADD CONSTRAINT "one_signature_per_request" UNIQUE ("municipality_id", "request_id");
ALTER TABLE "signing_room" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "signing_room" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "signing_room"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "signing_room" ADD CONSTRAINT signing_room_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "signing_signaturerequest" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "signing_signaturerequest" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "signing_signaturerequest"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "signing_signaturerequest" ADD CONSTRAINT signing_signaturerequest_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "signing_evidence" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "signing_evidence" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "signing_evidence"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "signing_evidence" ADD CONSTRAINT signing_evidence_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "signing_signaturerequest" ADD CONSTRAINT signing_signaturerequest_citizen_id_same_tenant
    FOREIGN KEY (municipality_id, citizen_id) REFERENCES "people_citizen" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "signing_signaturerequest" ADD CONSTRAINT signing_signaturerequest_room_id_same_tenant
    FOREIGN KEY (municipality_id, room_id) REFERENCES "signing_room" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "signing_evidence" ADD CONSTRAINT signing_evidence_request_id_same_tenant
    FOREIGN KEY (municipality_id, request_id) REFERENCES "signing_signaturerequest" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION signing_evidence_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only: signing_evidence' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER signing_evidence_rows BEFORE UPDATE OR DELETE ON "signing_evidence"
    FOR EACH ROW EXECUTE FUNCTION signing_evidence_refuse();
CREATE TRIGGER signing_evidence_whole BEFORE TRUNCATE ON "signing_evidence"
    FOR EACH STATEMENT EXECUTE FUNCTION signing_evidence_refuse();
ALTER TABLE "signing_room" ADD CONSTRAINT "signing_room_municipality_id_c68cb46e_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "signing_signaturerequest" ADD CONSTRAINT "signing_signaturereq_municipality_id_6c0bc23e_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "signing_signaturerequest_citizen_id_e7f2c5d3" ON "signing_signaturerequest" ("citizen_id");
CREATE INDEX "signing_signaturerequest_room_id_efbc2d1c" ON "signing_signaturerequest" ("room_id");
ALTER TABLE "signing_evidence" ADD CONSTRAINT "signing_evidence_municipality_id_ae70b977_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "signing_evidence_request_id_a3f20a18" ON "signing_evidence" ("request_id");
ALTER TABLE "signing_evidence" ADD COLUMN "place" smallint DEFAULT 0 NOT NULL CHECK ("place" >= 0);
ALTER TABLE "signing_evidence" ALTER COLUMN "place" DROP DEFAULT;
ALTER TABLE "signing_room" ADD COLUMN "in_turn" boolean DEFAULT false NOT NULL;
ALTER TABLE "signing_room" ALTER COLUMN "in_turn" DROP DEFAULT;
ALTER TABLE "signing_room" ADD COLUMN "needed" smallint NULL CHECK ("needed" >= 0);
ALTER TABLE "signing_signaturerequest" ADD COLUMN "staff_id" uuid NULL;
ALTER TABLE "signing_signaturerequest" ALTER COLUMN "citizen_id" DROP NOT NULL;
CREATE INDEX "signing_sig_municip_2a8ab4_idx" ON "signing_signaturerequest" ("municipality_id", "staff_id", "state");
ALTER TABLE "signing_signaturerequest" ADD CONSTRAINT "no_official_signs_as_two" UNIQUE ("municipality_id", "room_id", "staff_id");
ALTER TABLE "signing_signaturerequest" ADD CONSTRAINT "somebody_signs" CHECK ((("citizen_id" IS NULL OR "staff_id" IS NULL) AND 1 = (CASE WHEN "citizen_id" IS NULL THEN 1 ELSE 0 END + CASE WHEN "staff_id" IS NULL THEN 1 ELSE 0 END)));
CREATE INDEX "signing_signaturerequest_staff_id_00a1f265" ON "signing_signaturerequest" ("staff_id");
CREATE TABLE "cases_case" ("id" uuid NOT NULL PRIMARY KEY, "reference" varchar(30) NOT NULL, "title" varchar(200) NOT NULL, "state" varchar(30) NOT NULL, "is_protected" boolean NOT NULL, "target_days" smallint NOT NULL CHECK ("target_days" >= 0), "arrived_at" timestamp with time zone NOT NULL, "completed_at" timestamp with time zone NULL, "due" date NULL, "revision" integer NOT NULL CHECK ("revision" >= 0), "filing_id" uuid NOT NULL, "handler_id" uuid NULL, "municipality_id" uuid NOT NULL, "snapshot_id" uuid NOT NULL, "unit_id" uuid NOT NULL, "version_id" uuid NOT NULL);
CREATE TABLE "cases_caseevent" ("id" uuid NOT NULL PRIMARY KEY, "at" timestamp with time zone NOT NULL, "what" varchar(60) NOT NULL, "who" varchar(120) NOT NULL, "case_id" uuid NOT NULL, "municipality_id" uuid NOT NULL);
CREATE TABLE "cases_caseparty" ("id" uuid NOT NULL PRIMARY KEY, "role" varchar(20) NOT NULL, "is_protected" boolean NOT NULL, "case_id" uuid NOT NULL, "citizen_id" uuid NOT NULL, "municipality_id" uuid NOT NULL);
CREATE TABLE "cases_decision" ("id" uuid NOT NULL PRIMARY KEY, "outcome" varchar(40) NOT NULL, "content" bytea NOT NULL, "decided_at" timestamp with time zone NOT NULL, "case_id" uuid NOT NULL, "decided_by_id" uuid NOT NULL, "municipality_id" uuid NOT NULL);
CREATE TABLE "cases_referencecounter" ("id" uuid NOT NULL PRIMARY KEY, "prefix" varchar(10) NOT NULL, "year" smallint NOT NULL CHECK ("year" >= 0), "last" integer NOT NULL CHECK ("last" >= 0), "municipality_id" uuid NOT NULL);
CREATE INDEX "cases_case_municip_b00c72_idx" ON "cases_case" ("municipality_id", "unit_id", "state", "arrived_at");
CREATE INDEX "cases_case_municip_7b9a8b_idx" ON "cases_case" ("municipality_id", "handler_id", "state", "arrived_at");
ALTER TABLE "cases_case" ADD CONSTRAINT "one_reference" UNIQUE ("municipality_id", "reference");
ALTER TABLE "cases_case" ADD CONSTRAINT "one_case_per_filing" UNIQUE ("municipality_id", "filing_id");
CREATE INDEX "cases_casee_municip_ff2e37_idx" ON "cases_caseevent" ("municipality_id", "case_id", "at");
CREATE INDEX "cases_casep_municip_69f1e3_idx" ON "cases_caseparty" ("municipality_id", "citizen_id");
ALTER TABLE "cases_caseparty" ADD CONSTRAINT "one_part_per_person" UNIQUE ("municipality_id", "case_id", "citizen_id");
ALTER TABLE "cases_decision" ADD CONSTRAINT "one_decision_per_case" UNIQUE ("municipality_id", "case_id");
ALTER TABLE "cases_referencecounter" ADD CONSTRAINT "one_counter_per_year" UNIQUE ("municipality_id", "prefix", "year");
ALTER TABLE "cases_referencecounter" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_referencecounter" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_referencecounter"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_referencecounter" ADD CONSTRAINT cases_referencecounter_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_case" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_case" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_case"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_case" ADD CONSTRAINT cases_case_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_caseparty" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_caseparty" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_caseparty"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_caseparty" ADD CONSTRAINT cases_caseparty_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_caseevent" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_caseevent" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_caseevent"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_caseevent" ADD CONSTRAINT cases_caseevent_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_decision" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_decision" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_decision"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_decision" ADD CONSTRAINT cases_decision_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_case" ADD CONSTRAINT cases_case_filing_id_same_tenant
    FOREIGN KEY (municipality_id, filing_id) REFERENCES "filing_filing" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_case" ADD CONSTRAINT cases_case_handler_id_same_tenant
    FOREIGN KEY (municipality_id, handler_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_case" ADD CONSTRAINT cases_case_snapshot_id_same_tenant
    FOREIGN KEY (municipality_id, snapshot_id) REFERENCES "filing_snapshot" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_case" ADD CONSTRAINT cases_case_unit_id_same_tenant
    FOREIGN KEY (municipality_id, unit_id) REFERENCES "tenancy_unit" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_case" ADD CONSTRAINT cases_case_version_id_same_tenant
    FOREIGN KEY (municipality_id, version_id) REFERENCES "definitions_version" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_caseparty" ADD CONSTRAINT cases_caseparty_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_caseparty" ADD CONSTRAINT cases_caseparty_citizen_id_same_tenant
    FOREIGN KEY (municipality_id, citizen_id) REFERENCES "people_citizen" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_caseevent" ADD CONSTRAINT cases_caseevent_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_decision" ADD CONSTRAINT cases_decision_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_decision" ADD CONSTRAINT cases_decision_decided_by_id_same_tenant
    FOREIGN KEY (municipality_id, decided_by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION cases_caseevent_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only: cases_caseevent' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER cases_caseevent_rows BEFORE UPDATE OR DELETE ON "cases_caseevent"
    FOR EACH ROW EXECUTE FUNCTION cases_caseevent_refuse();
CREATE TRIGGER cases_caseevent_whole BEFORE TRUNCATE ON "cases_caseevent"
    FOR EACH STATEMENT EXECUTE FUNCTION cases_caseevent_refuse();
CREATE FUNCTION cases_decision_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only: cases_decision' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER cases_decision_rows BEFORE UPDATE OR DELETE ON "cases_decision"
    FOR EACH ROW EXECUTE FUNCTION cases_decision_refuse();
CREATE TRIGGER cases_decision_whole BEFORE TRUNCATE ON "cases_decision"
    FOR EACH STATEMENT EXECUTE FUNCTION cases_decision_refuse();
ALTER TABLE "cases_case" ADD CONSTRAINT "cases_case_municipality_id_d40b1c25_fk_tenancy_municipality_id" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_case_filing_id_6ebc7f3f" ON "cases_case" ("filing_id");
CREATE INDEX "cases_case_handler_id_21cefe0d" ON "cases_case" ("handler_id");
CREATE INDEX "cases_case_snapshot_id_2c510566" ON "cases_case" ("snapshot_id");
CREATE INDEX "cases_case_unit_id_f34fc706" ON "cases_case" ("unit_id");
CREATE INDEX "cases_case_version_id_5b6a6022" ON "cases_case" ("version_id");
ALTER TABLE "cases_caseevent" ADD CONSTRAINT "cases_caseevent_municipality_id_3aab486b_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_caseevent_case_id_6c6031ac" ON "cases_caseevent" ("case_id");
ALTER TABLE "cases_caseparty" ADD CONSTRAINT "cases_caseparty_municipality_id_f9b1f06e_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_caseparty_case_id_7d3c0d06" ON "cases_caseparty" ("case_id");
CREATE INDEX "cases_caseparty_citizen_id_f7ac8b99" ON "cases_caseparty" ("citizen_id");
ALTER TABLE "cases_decision" ADD CONSTRAINT "cases_decision_municipality_id_710fb141_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_decision_case_id_902b31ea" ON "cases_decision" ("case_id");
CREATE INDEX "cases_decision_decided_by_id_1e8a9d31" ON "cases_decision" ("decided_by_id");
ALTER TABLE "cases_referencecounter" ADD CONSTRAINT "cases_referencecount_municipality_id_3889f2a9_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE TABLE "cases_casesearch" ("id" uuid NOT NULL PRIMARY KEY, "unit_id" uuid NOT NULL, "arrived_at" timestamp with time zone NOT NULL, "is_protected" boolean NOT NULL, "tokens" bigint[] NOT NULL);
CREATE TABLE "cases_worksearch" ("id" uuid NOT NULL PRIMARY KEY, "text" bytea NOT NULL, "made_at" timestamp with time zone NOT NULL);
ALTER TABLE "cases_case" ADD COLUMN "concerns" bytea DEFAULT '\x'::bytea NOT NULL;
ALTER TABLE "cases_case" ALTER COLUMN "concerns" DROP DEFAULT;
ALTER TABLE "cases_case" ADD COLUMN "unsigned_reason" bytea DEFAULT '\x'::bytea NOT NULL;
ALTER TABLE "cases_case" ALTER COLUMN "unsigned_reason" DROP DEFAULT;
CREATE INDEX "cases_case_municip_72bcf8_idx" ON "cases_case" ("municipality_id", "unit_id", "arrived_at");
CREATE INDEX "cases_with_a_limit" ON "cases_case" ("municipality_id", "unit_id", "due") WHERE "state" IN ('received', 'in_progress');
ALTER TABLE "cases_casesearch" ADD COLUMN "case_id" uuid NOT NULL;
ALTER TABLE "cases_casesearch" ADD COLUMN "municipality_id" uuid NOT NULL CONSTRAINT "cases_casesearch_municipality_id_dd4b8286_fk_tenancy_m" REFERENCES "tenancy_municipality"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "cases_casesearch_municipality_id_dd4b8286_fk_tenancy_m" IMMEDIATE;
ALTER TABLE "cases_worksearch" ADD COLUMN "municipality_id" uuid NOT NULL CONSTRAINT "cases_worksearch_municipality_id_8762ab84_fk_tenancy_m" REFERENCES "tenancy_municipality"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "cases_worksearch_municipality_id_8762ab84_fk_tenancy_m" IMMEDIATE;
ALTER TABLE "cases_worksearch" ADD COLUMN "staff_id" uuid NOT NULL;
CREATE INDEX "cases_search_tokens" ON "cases_casesearch" USING gin ("tokens");
CREATE INDEX "cases_cases_municip_47e5bc_idx" ON "cases_casesearch" ("municipality_id", "unit_id", "arrived_at");
ALTER TABLE "cases_casesearch" ADD CONSTRAINT "one_search_per_case" UNIQUE ("municipality_id", "case_id");
CREATE INDEX "cases_works_municip_8072b4_idx" ON "cases_worksearch" ("municipality_id", "made_at");
ALTER TABLE "cases_casesearch" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_casesearch" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_casesearch"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_casesearch" ADD CONSTRAINT cases_casesearch_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_worksearch" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_worksearch" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_worksearch"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_worksearch" ADD CONSTRAINT cases_worksearch_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_casesearch" ADD CONSTRAINT cases_casesearch_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_worksearch" ADD CONSTRAINT cases_worksearch_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE cases_casesearch NO FORCE ROW LEVEL SECURITY;
CREATE FUNCTION cases_search(words jsonb, units uuid[], protected_units uuid[], most integer)
RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    tenant uuid := nullif(current_setting('samtjanst.municipality', true), '')::uuid;
    word jsonb;
    clauses text := '';
BEGIN
    IF tenant IS NULL OR jsonb_array_length(words) = 0 THEN RETURN; END IF;
    FOR word IN SELECT value FROM jsonb_array_elements(words) LOOP
        clauses := clauses || format(
            ' AND tokens && %L::bigint[]',
            ARRAY(SELECT value::bigint FROM jsonb_array_elements_text(word)));
    END LOOP;
    RETURN QUERY EXECUTE
        'SELECT case_id FROM cases_casesearch WHERE municipality_id = $1 AND unit_id = ANY($2)'
        || ' AND (NOT is_protected OR unit_id = ANY($3))' || clauses
        || ' ORDER BY arrived_at DESC LIMIT $4'
        USING tenant, units, protected_units, most;
END $$;
CREATE INDEX "cases_casesearch_case_id_8c3ed311" ON "cases_casesearch" ("case_id");
CREATE INDEX "cases_worksearch_staff_id_dcddae19" ON "cases_worksearch" ("staff_id");
ALTER TABLE "cases_case" ADD COLUMN "priority" smallint DEFAULT 0 NOT NULL CHECK ("priority" >= 0);
ALTER TABLE "cases_case" ALTER COLUMN "priority" DROP DEFAULT;
ALTER TABLE "cases_caseevent" ADD COLUMN "text" bytea DEFAULT '\x'::bytea NOT NULL;
ALTER TABLE "cases_caseevent" ALTER COLUMN "text" DROP DEFAULT;
CREATE TABLE "cases_label" ("id" uuid NOT NULL PRIMARY KEY, "name" varchar(40) NOT NULL, "municipality_id" uuid NOT NULL);
CREATE TABLE "cases_caselabel" ("id" uuid NOT NULL PRIMARY KEY, "case_id" uuid NOT NULL, "municipality_id" uuid NOT NULL, "label_id" uuid NOT NULL);
ALTER TABLE "cases_label" ADD CONSTRAINT "one_label_per_name" UNIQUE ("municipality_id", "name");
CREATE INDEX "cases_casel_municip_fc0199_idx" ON "cases_caselabel" ("municipality_id", "label_id", "case_id");
ALTER TABLE "cases_caselabel" ADD CONSTRAINT "one_of_each_label" UNIQUE ("municipality_id", "case_id", "label_id");
ALTER TABLE "cases_label" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_label" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_label"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_label" ADD CONSTRAINT cases_label_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_caselabel" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_caselabel" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_caselabel"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_caselabel" ADD CONSTRAINT cases_caselabel_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_caselabel" ADD CONSTRAINT cases_caselabel_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_caselabel" ADD CONSTRAINT cases_caselabel_label_id_same_tenant
    FOREIGN KEY (municipality_id, label_id) REFERENCES "cases_label" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_label" ADD CONSTRAINT "cases_label_municipality_id_9026689e_fk_tenancy_municipality_id" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_caselabel" ADD CONSTRAINT "cases_caselabel_municipality_id_c7d73dc1_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_caselabel_case_id_4d4d923b" ON "cases_caselabel" ("case_id");
CREATE INDEX "cases_caselabel_label_id_e72a0674" ON "cases_caselabel" ("label_id");
CREATE TABLE "cases_caseremoval" ("id" uuid NOT NULL PRIMARY KEY, "reference" varchar(30) NOT NULL, "title" varchar(200) NOT NULL, "unit_id" uuid NOT NULL, "slug" varchar(80) NOT NULL, "at" timestamp with time zone NOT NULL);
CREATE INDEX "cases_casee_municip_801848_idx" ON "cases_caseevent" ("municipality_id", "at", "id");
ALTER TABLE "cases_caseremoval" ADD COLUMN "municipality_id" uuid NOT NULL CONSTRAINT "cases_caseremoval_municipality_id_43832737_fk_tenancy_m" REFERENCES "tenancy_municipality"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "cases_caseremoval_municipality_id_43832737_fk_tenancy_m" IMMEDIATE;
CREATE INDEX "cases_caser_municip_8d57e7_idx" ON "cases_caseremoval" ("municipality_id", "unit_id", "at");
ALTER TABLE "cases_caseremoval" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_caseremoval" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_caseremoval"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_caseremoval" ADD CONSTRAINT cases_caseremoval_tenant_key UNIQUE (municipality_id, id);
CREATE FUNCTION cases_tell_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases_caseremoval (id, municipality_id, reference, title, unit_id, slug, at)
    SELECT gen_random_uuid(), OLD.municipality_id, OLD.reference, OLD.title, OLD.unit_id,
        coalesce((SELECT v.slug FROM definitions_version v WHERE v.id = OLD.version_id), ''),
        clock_timestamp();
    RETURN NULL;
END $$;
CREATE TRIGGER cases_erased AFTER DELETE ON cases_case
    FOR EACH ROW WHEN (NOT OLD.is_protected) EXECUTE FUNCTION cases_tell_removal();
CREATE TRIGGER cases_out_of_reach AFTER UPDATE OF is_protected, unit_id ON cases_case
    FOR EACH ROW WHEN (NOT OLD.is_protected
        AND (NEW.is_protected OR NEW.unit_id IS DISTINCT FROM OLD.unit_id))
    EXECUTE FUNCTION cases_tell_removal();
CREATE TABLE "cases_supplement" ("id" uuid NOT NULL PRIMARY KEY, "state" varchar(10) NOT NULL, "content" bytea NOT NULL, "due" date NOT NULL, "asked_at" timestamp with time zone NOT NULL, "paused_from" date NULL, "answered_at" timestamp with time zone NULL, "reminded_at" timestamp with time zone NULL, "passed_at" timestamp with time zone NULL, "ended_at" timestamp with time zone NULL, "asked_by_id" uuid NOT NULL, "case_id" uuid NOT NULL, "filing_id" uuid NULL, "municipality_id" uuid NOT NULL, "snapshot_id" uuid NULL);
ALTER TABLE "cases_supplement" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_supplement" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_supplement"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_supplement" ADD CONSTRAINT cases_supplement_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_supplement" ADD CONSTRAINT cases_supplement_asked_by_id_same_tenant
    FOREIGN KEY (municipality_id, asked_by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_supplement" ADD CONSTRAINT cases_supplement_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_supplement" ADD CONSTRAINT cases_supplement_filing_id_same_tenant
    FOREIGN KEY (municipality_id, filing_id) REFERENCES "filing_filing" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_supplement" ADD CONSTRAINT cases_supplement_snapshot_id_same_tenant
    FOREIGN KEY (municipality_id, snapshot_id) REFERENCES "filing_snapshot" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_supplement" ADD CONSTRAINT "cases_supplement_municipality_id_268c7deb_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "one_open_supplement_per_case" ON "cases_supplement" ("municipality_id", "case_id") WHERE "state" = 'open';
CREATE INDEX "cases_supplement_asked_by_id_40d708a5" ON "cases_supplement" ("asked_by_id");
CREATE INDEX "cases_supplement_case_id_4b00882c" ON "cases_supplement" ("case_id");
CREATE INDEX "cases_supplement_filing_id_abd8d5e2" ON "cases_supplement" ("filing_id");
CREATE INDEX "cases_supplement_snapshot_id_d8818892" ON "cases_supplement" ("snapshot_id");
CREATE INDEX "cases_suppl_municip_0e8804_idx" ON "cases_supplement" ("municipality_id", "case_id", "asked_at");
CREATE INDEX "open_supplements" ON "cases_supplement" ("municipality_id", "due") WHERE "state" = 'open';
CREATE TABLE "cases_letter" ("id" uuid NOT NULL PRIMARY KEY, "text" bytea NOT NULL, "at" timestamp with time zone NOT NULL, "read_at" timestamp with time zone NULL, "case_id" uuid NOT NULL, "citizen_id" uuid NOT NULL, "municipality_id" uuid NOT NULL, "staff_id" uuid NULL);
CREATE TABLE "cases_lettertemplate" ("id" uuid NOT NULL PRIMARY KEY, "name" varchar(80) NOT NULL, "text" text NOT NULL, "municipality_id" uuid NOT NULL, "unit_id" uuid NOT NULL, CONSTRAINT "one_letter_template_per_name" UNIQUE ("municipality_id", "unit_id", "name"));
ALTER TABLE "cases_letter" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_letter" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_letter"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_letter" ADD CONSTRAINT cases_letter_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_lettertemplate" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_lettertemplate" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_lettertemplate"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_lettertemplate" ADD CONSTRAINT cases_lettertemplate_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_letter" ADD CONSTRAINT cases_letter_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_letter" ADD CONSTRAINT cases_letter_citizen_id_same_tenant
    FOREIGN KEY (municipality_id, citizen_id) REFERENCES "people_citizen" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_letter" ADD CONSTRAINT cases_letter_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_lettertemplate" ADD CONSTRAINT cases_lettertemplate_unit_id_same_tenant
    FOREIGN KEY (municipality_id, unit_id) REFERENCES "tenancy_unit" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_letter" ADD CONSTRAINT "cases_letter_municipality_id_416cc2c5_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_letter_case_id_653c3cd9" ON "cases_letter" ("case_id");
CREATE INDEX "cases_letter_citizen_id_24986d0b" ON "cases_letter" ("citizen_id");
CREATE INDEX "cases_letter_staff_id_09f531b9" ON "cases_letter" ("staff_id");
CREATE INDEX "cases_lette_municip_361f04_idx" ON "cases_letter" ("municipality_id", "case_id", "at");
ALTER TABLE "cases_lettertemplate" ADD CONSTRAINT "cases_lettertemplate_municipality_id_9a34a1e5_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_lettertemplate_unit_id_02eb52ec" ON "cases_lettertemplate" ("unit_id");
CREATE TABLE "cases_decisionrequest" ("id" uuid NOT NULL PRIMARY KEY, "state" varchar(10) NOT NULL, "asked_at" timestamp with time zone NOT NULL, "answer_by" date NOT NULL, "refusal" bytea NOT NULL, "ended_at" timestamp with time zone NULL);
ALTER TABLE "cases_case" ADD COLUMN "in_working_days" boolean DEFAULT false NOT NULL;
ALTER TABLE "cases_case" ALTER COLUMN "in_working_days" DROP DEFAULT;
ALTER TABLE "cases_case" ADD COLUMN "restarts" boolean DEFAULT false NOT NULL;
ALTER TABLE "cases_case" ALTER COLUMN "restarts" DROP DEFAULT;
ALTER TABLE "cases_case" ADD COLUMN "told_until" date NULL;
CREATE INDEX "cases_decis_municip_b7484c_idx" ON "cases_decision" ("municipality_id", "decided_at");
ALTER TABLE "cases_decisionrequest" ADD COLUMN "case_id" uuid NOT NULL;
ALTER TABLE "cases_decisionrequest" ADD COLUMN "citizen_id" uuid NOT NULL;
ALTER TABLE "cases_decisionrequest" ADD COLUMN "municipality_id" uuid NOT NULL CONSTRAINT "cases_decisionreques_municipality_id_5e3749cd_fk_tenancy_m" REFERENCES "tenancy_municipality"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "cases_decisionreques_municipality_id_5e3749cd_fk_tenancy_m" IMMEDIATE;
ALTER TABLE "cases_decisionrequest" ADD COLUMN "refused_by_id" uuid NULL;
CREATE INDEX "open_decision_requests" ON "cases_decisionrequest" ("municipality_id", "answer_by") WHERE "state" = 'open';
ALTER TABLE "cases_decisionrequest" ADD CONSTRAINT "one_decision_request_per_party" UNIQUE ("municipality_id", "case_id", "citizen_id");
ALTER TABLE "cases_decisionrequest" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_decisionrequest" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_decisionrequest"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_decisionrequest" ADD CONSTRAINT cases_decisionrequest_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_decisionrequest" ADD CONSTRAINT cases_decisionrequest_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_decisionrequest" ADD CONSTRAINT cases_decisionrequest_citizen_id_same_tenant
    FOREIGN KEY (municipality_id, citizen_id) REFERENCES "people_citizen" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_decisionrequest" ADD CONSTRAINT cases_decisionrequest_refused_by_id_same_tenant
    FOREIGN KEY (municipality_id, refused_by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_decisionrequest_case_id_2b4d27f6" ON "cases_decisionrequest" ("case_id");
CREATE INDEX "cases_decisionrequest_citizen_id_5749fb70" ON "cases_decisionrequest" ("citizen_id");
CREATE INDEX "cases_decisionrequest_refused_by_id_64c783f2" ON "cases_decisionrequest" ("refused_by_id");
ALTER TABLE "cases_caseparty" ADD COLUMN "decision_read_at" timestamp with time zone NULL;
ALTER TABLE "cases_decision" ADD COLUMN "point" varchar(40) DEFAULT '' NOT NULL;
ALTER TABLE "cases_decision" ALTER COLUMN "point" DROP DEFAULT;
CREATE TABLE "cases_appeal" ("id" uuid NOT NULL PRIMARY KEY, "state" varchar(12) NOT NULL, "received_on" date NOT NULL, "learned_on" date NULL, "content" bytea NOT NULL, "handed_over_at" timestamp with time zone NULL, "case_id" uuid NOT NULL, "citizen_id" uuid NOT NULL, "letter_id" uuid NOT NULL, "municipality_id" uuid NOT NULL);
CREATE TABLE "cases_delegation" ("id" uuid NOT NULL PRIMARY KEY, "point" varchar(40) NOT NULL, "title" varchar(200) NOT NULL, "slug" varchar(80) NOT NULL, "role" varchar(20) NOT NULL, "covers_adverse" boolean NOT NULL, "most" integer NULL CHECK ("most" >= 0), "municipality_id" uuid NOT NULL, "staff_id" uuid NULL, "unit_id" uuid NOT NULL);
CREATE TABLE "cases_hearing" ("id" uuid NOT NULL PRIMARY KEY, "state" varchar(10) NOT NULL, "due" date NOT NULL, "asked_at" timestamp with time zone NOT NULL, "ended_at" timestamp with time zone NULL, "answer_id" uuid NULL, "case_id" uuid NOT NULL, "citizen_id" uuid NOT NULL, "letter_id" uuid NOT NULL, "municipality_id" uuid NOT NULL);
CREATE TABLE "cases_proposal" ("id" uuid NOT NULL PRIMARY KEY, "needs" varchar(10) NOT NULL, "state" varchar(10) NOT NULL, "content" bytea NOT NULL, "revision" integer NOT NULL CHECK ("revision" >= 0), "made_at" timestamp with time zone NOT NULL, "note" bytea NOT NULL, "ended_at" timestamp with time zone NULL, "case_id" uuid NOT NULL, "made_by_id" uuid NOT NULL, "municipality_id" uuid NOT NULL, "read_by_id" uuid NULL);
ALTER TABLE "cases_hearing" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_hearing" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_hearing"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_hearing" ADD CONSTRAINT cases_hearing_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_delegation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_delegation" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_delegation"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_delegation" ADD CONSTRAINT cases_delegation_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_proposal" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_proposal" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_proposal"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_proposal" ADD CONSTRAINT cases_proposal_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_appeal" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_appeal" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_appeal"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_appeal" ADD CONSTRAINT cases_appeal_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_hearing" ADD CONSTRAINT cases_hearing_answer_id_same_tenant
    FOREIGN KEY (municipality_id, answer_id) REFERENCES "cases_letter" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_hearing" ADD CONSTRAINT cases_hearing_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_hearing" ADD CONSTRAINT cases_hearing_citizen_id_same_tenant
    FOREIGN KEY (municipality_id, citizen_id) REFERENCES "people_citizen" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_hearing" ADD CONSTRAINT cases_hearing_letter_id_same_tenant
    FOREIGN KEY (municipality_id, letter_id) REFERENCES "cases_letter" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_delegation" ADD CONSTRAINT cases_delegation_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_delegation" ADD CONSTRAINT cases_delegation_unit_id_same_tenant
    FOREIGN KEY (municipality_id, unit_id) REFERENCES "tenancy_unit" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_proposal" ADD CONSTRAINT cases_proposal_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_proposal" ADD CONSTRAINT cases_proposal_made_by_id_same_tenant
    FOREIGN KEY (municipality_id, made_by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_proposal" ADD CONSTRAINT cases_proposal_read_by_id_same_tenant
    FOREIGN KEY (municipality_id, read_by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_appeal" ADD CONSTRAINT cases_appeal_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_appeal" ADD CONSTRAINT cases_appeal_citizen_id_same_tenant
    FOREIGN KEY (municipality_id, citizen_id) REFERENCES "people_citizen" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_appeal" ADD CONSTRAINT cases_appeal_letter_id_same_tenant
    FOREIGN KEY (municipality_id, letter_id) REFERENCES "cases_letter" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_appeal" ADD CONSTRAINT "cases_appeal_municipality_id_618176ed_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_appeal_case_id_6c95c465" ON "cases_appeal" ("case_id");
CREATE INDEX "cases_appeal_citizen_id_8b7cc6cb" ON "cases_appeal" ("citizen_id");
CREATE INDEX "cases_appeal_letter_id_93344182" ON "cases_appeal" ("letter_id");
CREATE INDEX "cases_appea_municip_f226d8_idx" ON "cases_appeal" ("municipality_id", "case_id");
ALTER TABLE "cases_delegation" ADD CONSTRAINT "cases_delegation_municipality_id_a63df10e_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_delegation_staff_id_d353c851" ON "cases_delegation" ("staff_id");
CREATE INDEX "cases_delegation_unit_id_1145ad64" ON "cases_delegation" ("unit_id");
CREATE INDEX "cases_deleg_municip_746b29_idx" ON "cases_delegation" ("municipality_id", "unit_id");
ALTER TABLE "cases_hearing" ADD CONSTRAINT "cases_hearing_municipality_id_8c4430a4_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "one_open_hearing_per_party" ON "cases_hearing" ("municipality_id", "case_id", "citizen_id") WHERE "state" = 'open';
CREATE INDEX "cases_hearing_answer_id_9e374cbd" ON "cases_hearing" ("answer_id");
CREATE INDEX "cases_hearing_case_id_4e219f2e" ON "cases_hearing" ("case_id");
CREATE INDEX "cases_hearing_citizen_id_363cbbbf" ON "cases_hearing" ("citizen_id");
CREATE INDEX "cases_hearing_letter_id_f6562d7a" ON "cases_hearing" ("letter_id");
CREATE INDEX "cases_heari_municip_0c97c5_idx" ON "cases_hearing" ("municipality_id", "case_id");
ALTER TABLE "cases_proposal" ADD CONSTRAINT "cases_proposal_municipality_id_fd4e7c1e_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "one_open_proposal_per_case" ON "cases_proposal" ("municipality_id", "case_id") WHERE "state" = 'open';
CREATE INDEX "cases_proposal_case_id_45c531fa" ON "cases_proposal" ("case_id");
CREATE INDEX "cases_proposal_made_by_id_a68e2efe" ON "cases_proposal" ("made_by_id");
CREATE INDEX "cases_proposal_read_by_id_e8ea649a" ON "cases_proposal" ("read_by_id");
CREATE INDEX "cases_propo_municip_4995d0_idx" ON "cases_proposal" ("municipality_id", "case_id", "made_at");
CREATE TABLE "cases_absence" ("id" uuid NOT NULL PRIMARY KEY, "first" date NOT NULL, "last" date NOT NULL, "cover_id" uuid NULL, "municipality_id" uuid NOT NULL, "staff_id" uuid NOT NULL);
CREATE TABLE "cases_assignmentrule" ("id" uuid NOT NULL PRIMARY KEY, "place" smallint NOT NULL CHECK ("place" >= 0), "name" varchar(80) NOT NULL, "slug" varchar(80) NOT NULL, "question" varchar(80) NOT NULL, "values" varchar(120)[] NOT NULL, "letters" varchar(40) NOT NULL, "staff" uuid[] NOT NULL, "municipality_id" uuid NOT NULL, "unit_id" uuid NOT NULL);
CREATE TABLE "cases_caselease" ("id" uuid NOT NULL PRIMARY KEY, "since" timestamp with time zone NOT NULL, "until" timestamp with time zone NOT NULL, "case_id" uuid NOT NULL, "municipality_id" uuid NOT NULL, "staff_id" uuid NOT NULL, CONSTRAINT "one_lease_per_case" UNIQUE ("municipality_id", "case_id"));
CREATE TABLE "cases_daychoice" ("id" uuid NOT NULL PRIMARY KEY, "by_email" boolean NOT NULL, "told_on" date NULL, "municipality_id" uuid NOT NULL, "staff_id" uuid NOT NULL, CONSTRAINT "one_day_choice" UNIQUE ("municipality_id", "staff_id"));
CREATE TABLE "cases_savedview" ("id" uuid NOT NULL PRIMARY KEY, "name" varchar(60) NOT NULL, "view" varchar(20) NOT NULL, "query" varchar(1000) NOT NULL, "municipality_id" uuid NOT NULL, "staff_id" uuid NOT NULL, "unit_id" uuid NULL, CONSTRAINT "one_saved_view_per_name" UNIQUE ("municipality_id", "staff_id", "name"));
ALTER TABLE "cases_caselease" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_caselease" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_caselease"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_caselease" ADD CONSTRAINT cases_caselease_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_assignmentrule" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_assignmentrule" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_assignmentrule"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_assignmentrule" ADD CONSTRAINT cases_assignmentrule_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_absence" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_absence" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_absence"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_absence" ADD CONSTRAINT cases_absence_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_savedview" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_savedview" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_savedview"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_savedview" ADD CONSTRAINT cases_savedview_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_daychoice" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_daychoice" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_daychoice"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_daychoice" ADD CONSTRAINT cases_daychoice_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_caselease" ADD CONSTRAINT cases_caselease_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_caselease" ADD CONSTRAINT cases_caselease_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_assignmentrule" ADD CONSTRAINT cases_assignmentrule_unit_id_same_tenant
    FOREIGN KEY (municipality_id, unit_id) REFERENCES "tenancy_unit" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_absence" ADD CONSTRAINT cases_absence_cover_id_same_tenant
    FOREIGN KEY (municipality_id, cover_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_absence" ADD CONSTRAINT cases_absence_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_savedview" ADD CONSTRAINT cases_savedview_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_savedview" ADD CONSTRAINT cases_savedview_unit_id_same_tenant
    FOREIGN KEY (municipality_id, unit_id) REFERENCES "tenancy_unit" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_daychoice" ADD CONSTRAINT cases_daychoice_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_absence" ADD CONSTRAINT "cases_absence_municipality_id_4fa480ce_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_absence_cover_id_b46a11ac" ON "cases_absence" ("cover_id");
CREATE INDEX "cases_absence_staff_id_e08952c7" ON "cases_absence" ("staff_id");
CREATE INDEX "cases_absen_municip_55cdaf_idx" ON "cases_absence" ("municipality_id", "last");
ALTER TABLE "cases_assignmentrule" ADD CONSTRAINT "cases_assignmentrule_municipality_id_64e8b8ba_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_assignmentrule_unit_id_1dc6e526" ON "cases_assignmentrule" ("unit_id");
CREATE INDEX "cases_assig_municip_b4c916_idx" ON "cases_assignmentrule" ("municipality_id", "unit_id", "place");
ALTER TABLE "cases_caselease" ADD CONSTRAINT "cases_caselease_municipality_id_8154271d_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_caselease_case_id_eb6c6685" ON "cases_caselease" ("case_id");
CREATE INDEX "cases_caselease_staff_id_1ff734c0" ON "cases_caselease" ("staff_id");
ALTER TABLE "cases_daychoice" ADD CONSTRAINT "cases_daychoice_municipality_id_2da31f10_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_daychoice_staff_id_3a17a66a" ON "cases_daychoice" ("staff_id");
ALTER TABLE "cases_savedview" ADD CONSTRAINT "cases_savedview_municipality_id_b2016672_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_savedview_staff_id_f01ee2f9" ON "cases_savedview" ("staff_id");
CREATE INDEX "cases_savedview_unit_id_103b557f" ON "cases_savedview" ("unit_id");
CREATE TABLE "cases_partnerroom" ("id" uuid NOT NULL PRIMARY KEY, "slug" varchar(80) NOT NULL, "name" varchar(80) NOT NULL, "questions" varchar(80)[] NOT NULL, "purpose" varchar(300) NOT NULL, "until" date NOT NULL, "municipality_id" uuid NOT NULL, "partner_id" uuid NOT NULL, "unit_id" uuid NOT NULL);
CREATE TABLE "cases_partnershare" ("id" uuid NOT NULL PRIMARY KEY, "shared_at" timestamp with time zone NOT NULL, "seen_at" timestamp with time zone NULL, "result" bytea NOT NULL, "result_at" timestamp with time zone NULL, "ended_at" timestamp with time zone NULL, "case_id" uuid NOT NULL, "municipality_id" uuid NOT NULL, "room_id" uuid NOT NULL, "seen_by_id" uuid NULL, "shared_by_id" uuid NOT NULL);
CREATE INDEX "cases_partn_municip_9e86af_idx" ON "cases_partnerroom" ("municipality_id", "partner_id", "until");
CREATE INDEX "cases_partn_municip_077ebe_idx" ON "cases_partnershare" ("municipality_id", "case_id");
ALTER TABLE "cases_partnershare" ADD CONSTRAINT "one_share_per_room_and_case" UNIQUE ("municipality_id", "room_id", "case_id");
ALTER TABLE "cases_partnerroom" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_partnerroom" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_partnerroom"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_partnerroom" ADD CONSTRAINT cases_partnerroom_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_partnershare" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_partnershare" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_partnershare"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_partnershare" ADD CONSTRAINT cases_partnershare_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_partnerroom" ADD CONSTRAINT cases_partnerroom_partner_id_same_tenant
    FOREIGN KEY (municipality_id, partner_id) REFERENCES "tenancy_unit" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_partnerroom" ADD CONSTRAINT cases_partnerroom_unit_id_same_tenant
    FOREIGN KEY (municipality_id, unit_id) REFERENCES "tenancy_unit" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_partnershare" ADD CONSTRAINT cases_partnershare_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_partnershare" ADD CONSTRAINT cases_partnershare_room_id_same_tenant
    FOREIGN KEY (municipality_id, room_id) REFERENCES "cases_partnerroom" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_partnershare" ADD CONSTRAINT cases_partnershare_seen_by_id_same_tenant
    FOREIGN KEY (municipality_id, seen_by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_partnershare" ADD CONSTRAINT cases_partnershare_shared_by_id_same_tenant
    FOREIGN KEY (municipality_id, shared_by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_partnerroom" ADD CONSTRAINT "cases_partnerroom_municipality_id_926d0464_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_partnerroom_partner_id_6213ecef" ON "cases_partnerroom" ("partner_id");
CREATE INDEX "cases_partnerroom_unit_id_f5e65d0c" ON "cases_partnerroom" ("unit_id");
ALTER TABLE "cases_partnershare" ADD CONSTRAINT "cases_partnershare_municipality_id_628e13a9_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_partnershare_case_id_2b0cf6a6" ON "cases_partnershare" ("case_id");
CREATE INDEX "cases_partnershare_room_id_6aa829ad" ON "cases_partnershare" ("room_id");
CREATE INDEX "cases_partnershare_seen_by_id_8f7f77b7" ON "cases_partnershare" ("seen_by_id");
CREATE INDEX "cases_partnershare_shared_by_id_5ad28ba7" ON "cases_partnershare" ("shared_by_id");
CREATE TABLE "cases_disclosure" ("id" uuid NOT NULL PRIMARY KEY, "state" varchar(10) NOT NULL, "asked_on" date NOT NULL, "content" bytea NOT NULL, "pages" integer NOT NULL CHECK ("pages" >= 0), "sha256" varchar(64) NOT NULL, "at" timestamp with time zone NOT NULL, "case_id" uuid NOT NULL, "municipality_id" uuid NOT NULL, "staff_id" uuid NOT NULL);
ALTER TABLE "cases_disclosure" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_disclosure" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_disclosure"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_disclosure" ADD CONSTRAINT cases_disclosure_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_disclosure" ADD CONSTRAINT cases_disclosure_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_disclosure" ADD CONSTRAINT cases_disclosure_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_disclosure" ADD CONSTRAINT "cases_disclosure_municipality_id_b584c216_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_disclosure_case_id_68d4a480" ON "cases_disclosure" ("case_id");
CREATE INDEX "cases_disclosure_staff_id_6555f5de" ON "cases_disclosure" ("staff_id");
CREATE INDEX "cases_discl_municip_584f07_idx" ON "cases_disclosure" ("municipality_id", "case_id", "at");
CREATE INDEX "cases_discl_municip_c91260_idx" ON "cases_disclosure" ("municipality_id", "at");
CREATE TABLE "cases_papercount" ("id" uuid NOT NULL PRIMARY KEY, "slug" varchar(80) NOT NULL, "unit_id" uuid NULL, "month" date NOT NULL, "kind" varchar(10) NOT NULL, "pages" integer NOT NULL CHECK ("pages" >= 0), "municipality_id" uuid NOT NULL, CONSTRAINT "one_paper_count" UNIQUE ("municipality_id", "slug", "month", "kind"));
ALTER TABLE "cases_papercount" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_papercount" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_papercount"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_papercount" ADD CONSTRAINT cases_papercount_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_papercount" ADD CONSTRAINT "cases_papercount_municipality_id_9612e5b1_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_decisionrequest" ADD COLUMN "alarms" smallint DEFAULT 0 NOT NULL CHECK ("alarms" >= 0);
ALTER TABLE "cases_decisionrequest" ALTER COLUMN "alarms" DROP DEFAULT;
ALTER TABLE "cases_hearing" ADD COLUMN "reminded_at" timestamp with time zone NULL;
ALTER TABLE "cases_letter" ADD COLUMN "system" varchar(120) DEFAULT '' NOT NULL;
ALTER TABLE "cases_letter" ALTER COLUMN "system" DROP DEFAULT;
CREATE TABLE "cases_opinion" ("id" uuid NOT NULL PRIMARY KEY, "state" varchar(10) NOT NULL, "questions" varchar(80)[] NOT NULL, "files" uuid[] NOT NULL, "content" bytea NOT NULL, "due" date NOT NULL, "is_needed" boolean NOT NULL, "visibility" varchar(10) NOT NULL, "asked_at" timestamp with time zone NOT NULL, "opened_at" timestamp with time zone NULL, "reminded_at" timestamp with time zone NULL, "answer" bytea NOT NULL, "digest" varchar(64) NOT NULL, "answered_at" timestamp with time zone NULL, "ended_at" timestamp with time zone NULL, "asked_by_id" uuid NOT NULL, "case_id" uuid NOT NULL, "citizen_id" uuid NULL, "municipality_id" uuid NOT NULL, "unit_id" uuid NULL, CONSTRAINT "opinion_of_a_unit_or_a_person" CHECK ((("citizen_id" IS NOT NULL AND "unit_id" IS NULL) OR ("citizen_id" IS NULL AND "unit_id" IS NOT NULL))));
ALTER TABLE "cases_opinion" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_opinion" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_opinion"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_opinion" ADD CONSTRAINT cases_opinion_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_opinion" ADD CONSTRAINT cases_opinion_asked_by_id_same_tenant
    FOREIGN KEY (municipality_id, asked_by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_opinion" ADD CONSTRAINT cases_opinion_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_opinion" ADD CONSTRAINT cases_opinion_citizen_id_same_tenant
    FOREIGN KEY (municipality_id, citizen_id) REFERENCES "people_citizen" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_opinion" ADD CONSTRAINT cases_opinion_unit_id_same_tenant
    FOREIGN KEY (municipality_id, unit_id) REFERENCES "tenancy_unit" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_opinion" ADD CONSTRAINT "cases_opinion_municipality_id_599c4202_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "one_open_opinion_per_person" ON "cases_opinion" ("municipality_id", "case_id", "citizen_id") WHERE "state" = 'open';
CREATE UNIQUE INDEX "one_open_opinion_per_unit" ON "cases_opinion" ("municipality_id", "case_id", "unit_id") WHERE "state" = 'open';
CREATE INDEX "cases_opinion_asked_by_id_7e21a783" ON "cases_opinion" ("asked_by_id");
CREATE INDEX "cases_opinion_case_id_2f32e550" ON "cases_opinion" ("case_id");
CREATE INDEX "cases_opinion_citizen_id_4a43a8be" ON "cases_opinion" ("citizen_id");
CREATE INDEX "cases_opinion_unit_id_58405f64" ON "cases_opinion" ("unit_id");
CREATE INDEX "cases_opini_municip_214c7a_idx" ON "cases_opinion" ("municipality_id", "case_id", "asked_at");
CREATE INDEX "cases_opini_municip_d21373_idx" ON "cases_opinion" ("municipality_id", "unit_id", "asked_at");
CREATE INDEX "cases_opini_municip_46e04f_idx" ON "cases_opinion" ("municipality_id", "citizen_id", "asked_at");
CREATE INDEX "open_opinions" ON "cases_opinion" ("municipality_id", "due") WHERE "state" = 'open';
ALTER TABLE "cases_caseevent" ADD COLUMN "staff_id" uuid NULL;
ALTER TABLE "cases_caseevent" ADD CONSTRAINT cases_caseevent_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE TABLE "cases_batchrun" ("id" uuid NOT NULL PRIMARY KEY, "key" uuid NOT NULL, "made_at" timestamp with time zone NOT NULL, "outcome" jsonb NULL, "municipality_id" uuid NOT NULL, "staff_id" uuid NOT NULL, CONSTRAINT "one_run_per_key" UNIQUE ("municipality_id", "staff_id", "key"));
ALTER TABLE "cases_batchrun" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_batchrun" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_batchrun"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_batchrun" ADD CONSTRAINT cases_batchrun_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_batchrun" ADD CONSTRAINT cases_batchrun_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_batchrun" ADD CONSTRAINT "cases_batchrun_municipality_id_87eb47f0_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_batchrun_staff_id_532f9ebc" ON "cases_batchrun" ("staff_id");
CREATE INDEX "cases_batch_municip_1707df_idx" ON "cases_batchrun" ("municipality_id", "made_at");
ALTER TABLE "cases_letter" ADD COLUMN "leaves_at" timestamp with time zone NULL;
ALTER TABLE "cases_casesearch" ADD COLUMN "answers" bytea DEFAULT '\x'::bytea NOT NULL;
ALTER TABLE "cases_casesearch" ALTER COLUMN "answers" DROP DEFAULT;
ALTER TABLE "cases_case" ADD COLUMN "trash_ground" varchar(10) DEFAULT '' NOT NULL;
ALTER TABLE "cases_case" ALTER COLUMN "trash_ground" DROP DEFAULT;
ALTER TABLE "cases_case" ADD COLUMN "trashed_at" timestamp with time zone NULL;
CREATE INDEX "cases_in_the_trash" ON "cases_case" ("municipality_id", "unit_id", "trashed_at") WHERE "trashed_at" IS NOT NULL;
DROP TRIGGER cases_out_of_reach ON cases_case;
CREATE TRIGGER cases_out_of_reach AFTER UPDATE OF is_protected, unit_id, trashed_at ON cases_case
    FOR EACH ROW WHEN (NOT OLD.is_protected AND OLD.trashed_at IS NULL
        AND (NEW.is_protected OR NEW.unit_id IS DISTINCT FROM OLD.unit_id
            OR NEW.trashed_at IS NOT NULL))
    EXECUTE FUNCTION cases_tell_removal();
ALTER TABLE "cases_case" ADD COLUMN "decision_leaves_at" timestamp with time zone NULL;
CREATE TABLE "cases_helddecision" ("id" uuid NOT NULL PRIMARY KEY, "content" bytea NOT NULL, "made_at" timestamp with time zone NOT NULL, "case_id" uuid NOT NULL, "made_by_id" uuid NOT NULL, "municipality_id" uuid NOT NULL, "proposal_id" uuid NULL, CONSTRAINT "one_held_decision_per_case" UNIQUE ("municipality_id", "case_id"));
ALTER TABLE "cases_helddecision" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_helddecision" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_helddecision"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_helddecision" ADD CONSTRAINT cases_helddecision_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_helddecision" ADD CONSTRAINT cases_helddecision_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_helddecision" ADD CONSTRAINT cases_helddecision_made_by_id_same_tenant
    FOREIGN KEY (municipality_id, made_by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_helddecision" ADD CONSTRAINT cases_helddecision_proposal_id_same_tenant
    FOREIGN KEY (municipality_id, proposal_id) REFERENCES "cases_proposal" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_helddecision" ADD CONSTRAINT "cases_helddecision_municipality_id_841cbe35_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_helddecision_case_id_8d7d586b" ON "cases_helddecision" ("case_id");
CREATE INDEX "cases_helddecision_made_by_id_694dc0d4" ON "cases_helddecision" ("made_by_id");
CREATE INDEX "cases_helddecision_proposal_id_58eed088" ON "cases_helddecision" ("proposal_id");
ALTER TABLE "cases_assignmentrule" ADD COLUMN "expertise" varchar(60) DEFAULT '' NOT NULL;
ALTER TABLE "cases_assignmentrule" ALTER COLUMN "expertise" DROP DEFAULT;
CREATE TABLE "cases_expertise" ("id" uuid NOT NULL PRIMARY KEY, "name" varchar(60) NOT NULL, "municipality_id" uuid NOT NULL, "staff_id" uuid NOT NULL, CONSTRAINT "one_of_each_expertise" UNIQUE ("municipality_id", "staff_id", "name"));
ALTER TABLE "cases_expertise" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_expertise" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_expertise"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_expertise" ADD CONSTRAINT cases_expertise_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_expertise" ADD CONSTRAINT cases_expertise_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_expertise" ADD CONSTRAINT "cases_expertise_municipality_id_7d68917f_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_expertise_staff_id_29dc6691" ON "cases_expertise" ("staff_id");
ALTER TABLE "cases_partnershare" ADD COLUMN "seen_system" varchar(80) DEFAULT '' NOT NULL;
ALTER TABLE "cases_partnershare" ALTER COLUMN "seen_system" DROP DEFAULT;
CREATE INDEX "room_feed" ON "cases_partnershare" ("municipality_id", "room_id", "shared_at", "id");
ALTER TABLE "cases_decision" ADD COLUMN "is_boards" boolean DEFAULT false NOT NULL;
ALTER TABLE "cases_decision" ALTER COLUMN "is_boards" DROP DEFAULT;
ALTER TABLE "cases_casesearch" ADD COLUMN "edition" smallint DEFAULT 0 NOT NULL CHECK ("edition" >= 0);
ALTER TABLE "cases_casesearch" ALTER COLUMN "edition" DROP DEFAULT;
CREATE INDEX "cases_search_edition" ON "cases_casesearch" ("municipality_id", "edition");
ALTER TABLE "cases_casesearch" ADD COLUMN "file_set" varchar(64) DEFAULT '' NOT NULL;
ALTER TABLE "cases_casesearch" ALTER COLUMN "file_set" DROP DEFAULT;
ALTER TABLE "cases_casesearch" ADD COLUMN "file_tokens" bigint[] DEFAULT '{}' NOT NULL;
ALTER TABLE "cases_casesearch" ALTER COLUMN "file_tokens" DROP DEFAULT;
CREATE TABLE "cases_casestep" ("id" uuid NOT NULL PRIMARY KEY, "at" timestamp with time zone NOT NULL, "status" varchar(64) NOT NULL, "step" varchar(64) NOT NULL);
CREATE TABLE "cases_casetick" ("id" uuid NOT NULL PRIMARY KEY, "line" varchar(64) NOT NULL, "at" timestamp with time zone NOT NULL);
ALTER TABLE "cases_case" ADD COLUMN "status" varchar(64) DEFAULT '' NOT NULL;
ALTER TABLE "cases_case" ALTER COLUMN "status" DROP DEFAULT;
ALTER TABLE "cases_case" ADD COLUMN "status_due" date NULL;
ALTER TABLE "cases_case" ADD COLUMN "status_since" timestamp with time zone NULL;
CREATE INDEX "cases_with_a_timer" ON "cases_case" ("municipality_id", "status_due") WHERE "status_due" IS NOT NULL;
ALTER TABLE "cases_casestep" ADD COLUMN "case_id" uuid NOT NULL;
ALTER TABLE "cases_casestep" ADD COLUMN "municipality_id" uuid NOT NULL CONSTRAINT "cases_casestep_municipality_id_84ba8027_fk_tenancy_m" REFERENCES "tenancy_municipality"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "cases_casestep_municipality_id_84ba8027_fk_tenancy_m" IMMEDIATE;
ALTER TABLE "cases_casestep" ADD COLUMN "staff_id" uuid NULL;
ALTER TABLE "cases_casetick" ADD COLUMN "case_id" uuid NOT NULL;
ALTER TABLE "cases_casetick" ADD COLUMN "municipality_id" uuid NOT NULL CONSTRAINT "cases_casetick_municipality_id_54835433_fk_tenancy_m" REFERENCES "tenancy_municipality"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "cases_casetick_municipality_id_54835433_fk_tenancy_m" IMMEDIATE;
ALTER TABLE "cases_casetick" ADD COLUMN "staff_id" uuid NOT NULL;
CREATE INDEX "cases_cases_municip_4f0d39_idx" ON "cases_casestep" ("municipality_id", "case_id", "at");
ALTER TABLE "cases_casetick" ADD CONSTRAINT "one_tick_a_line" UNIQUE ("municipality_id", "case_id", "line");
ALTER TABLE "cases_casestep" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_casestep" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_casestep"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_casestep" ADD CONSTRAINT cases_casestep_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_casetick" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_casetick" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_casetick"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_casetick" ADD CONSTRAINT cases_casetick_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_casestep" ADD CONSTRAINT cases_casestep_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_casestep" ADD CONSTRAINT cases_casestep_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_casetick" ADD CONSTRAINT cases_casetick_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_casetick" ADD CONSTRAINT cases_casetick_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION cases_casestep_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only: cases_casestep' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER cases_casestep_rows BEFORE UPDATE OR DELETE ON "cases_casestep"
    FOR EACH ROW EXECUTE FUNCTION cases_casestep_refuse();
CREATE TRIGGER cases_casestep_whole BEFORE TRUNCATE ON "cases_casestep"
    FOR EACH STATEMENT EXECUTE FUNCTION cases_casestep_refuse();
CREATE INDEX "cases_casestep_case_id_70bbe3b6" ON "cases_casestep" ("case_id");
CREATE INDEX "cases_casetick_case_id_abd94e33" ON "cases_casetick" ("case_id");
ALTER TABLE "cases_decision" DROP CONSTRAINT "one_decision_per_case";
ALTER TABLE "cases_decision" ADD COLUMN "appellant_id" uuid NULL;
ALTER TABLE "cases_decision" ADD COLUMN "ground" varchar(20) DEFAULT '' NOT NULL;
ALTER TABLE "cases_decision" ALTER COLUMN "ground" DROP DEFAULT;
ALTER TABLE "cases_decision" ADD COLUMN "kind" varchar(10) DEFAULT 'matter' NOT NULL;
ALTER TABLE "cases_decision" ALTER COLUMN "kind" DROP DEFAULT;
ALTER TABLE "cases_decision" ADD COLUMN "replaces_id" uuid NULL;
ALTER TABLE "cases_decision" ADD COLUMN "valid_from" date NULL;
ALTER TABLE "cases_decision" ADD COLUMN "valid_to" date NULL;
CREATE INDEX "cases_decis_municip_faf8bf_idx" ON "cases_decision" ("municipality_id", "case_id", "decided_at");
CREATE INDEX "decisions_that_run_out" ON "cases_decision" ("municipality_id", "valid_to") WHERE "valid_to" IS NOT NULL;
CREATE UNIQUE INDEX "one_first_decision_per_case" ON "cases_decision" ("municipality_id", "case_id") WHERE ("kind" = 'matter' AND "replaces_id" IS NULL);
CREATE UNIQUE INDEX "replaced_once" ON "cases_decision" ("municipality_id", "replaces_id") WHERE "replaces_id" IS NOT NULL;
ALTER TABLE "cases_decision" ADD CONSTRAINT cases_decision_appellant_id_same_tenant
    FOREIGN KEY (municipality_id, appellant_id) REFERENCES "people_citizen" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_decision" ADD CONSTRAINT cases_decision_replaces_id_same_tenant
    FOREIGN KEY (municipality_id, replaces_id) REFERENCES "cases_decision" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_decision_appellant_id_bf4bed02" ON "cases_decision" ("appellant_id");
CREATE INDEX "cases_decision_replaces_id_fba9bad7" ON "cases_decision" ("replaces_id");
ALTER TABLE "cases_letter" ADD COLUMN "channel" varchar(5) DEFAULT '' NOT NULL;
ALTER TABLE "cases_letter" ALTER COLUMN "channel" DROP DEFAULT;
ALTER TABLE "cases_letter" ADD COLUMN "sender" bytea DEFAULT '\x'::bytea NOT NULL;
ALTER TABLE "cases_letter" ALTER COLUMN "sender" DROP DEFAULT;
CREATE TABLE "cases_stray" ("id" uuid NOT NULL PRIMARY KEY, "slug" varchar(80) NOT NULL, "channel" varchar(5) NOT NULL, "state" varchar(7) NOT NULL, "came_on" date NOT NULL, "content" bytea NOT NULL, "registered_at" timestamp with time zone NOT NULL, "ended_at" timestamp with time zone NULL, "municipality_id" uuid NOT NULL, "staff_id" uuid NOT NULL, "unit_id" uuid NOT NULL);
CREATE TABLE "cases_straycount" ("id" uuid NOT NULL PRIMARY KEY, "slug" varchar(80) NOT NULL, "unit_id" uuid NOT NULL, "month" date NOT NULL, "channel" varchar(5) NOT NULL, "count" integer NOT NULL CHECK ("count" >= 0), "municipality_id" uuid NOT NULL, CONSTRAINT "one_stray_count" UNIQUE ("municipality_id", "slug", "unit_id", "month", "channel"));
ALTER TABLE "cases_stray" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_stray" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_stray"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_stray" ADD CONSTRAINT cases_stray_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_straycount" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_straycount" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_straycount"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_straycount" ADD CONSTRAINT cases_straycount_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_stray" ADD CONSTRAINT cases_stray_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_stray" ADD CONSTRAINT cases_stray_unit_id_same_tenant
    FOREIGN KEY (municipality_id, unit_id) REFERENCES "tenancy_unit" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_stray" ADD CONSTRAINT "cases_stray_municipality_id_3ce5cb87_fk_tenancy_municipality_id" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_stray_staff_id_497e8ab0" ON "cases_stray" ("staff_id");
CREATE INDEX "cases_stray_unit_id_7542537c" ON "cases_stray" ("unit_id");
CREATE INDEX "waiting_strays" ON "cases_stray" ("municipality_id", "unit_id", "registered_at") WHERE "state" = 'waiting';
ALTER TABLE "cases_straycount" ADD CONSTRAINT "cases_straycount_municipality_id_445fd372_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_supplement" ADD COLUMN "reasons" varchar(10)[] DEFAULT '{}' NOT NULL;
ALTER TABLE "cases_supplement" ALTER COLUMN "reasons" DROP DEFAULT;
CREATE TABLE "cases_wholefile" ("id" uuid NOT NULL PRIMARY KEY, "level" smallint NOT NULL CHECK ("level" >= 0), "state" varchar(7) NOT NULL, "attachments" smallint NOT NULL CHECK ("attachments" >= 0), "revision" integer NOT NULL CHECK ("revision" >= 0), "asked_at" timestamp with time zone NOT NULL, "ready_at" timestamp with time zone NULL, "case_id" uuid NOT NULL, "municipality_id" uuid NOT NULL, "staff_id" uuid NOT NULL);
ALTER TABLE "cases_wholefile" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_wholefile" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_wholefile"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_wholefile" ADD CONSTRAINT cases_wholefile_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_wholefile" ADD CONSTRAINT cases_wholefile_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_wholefile" ADD CONSTRAINT cases_wholefile_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_wholefile" ADD CONSTRAINT "cases_wholefile_municipality_id_956f3420_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX "one_file_at_a_time" ON "cases_wholefile" ("municipality_id", "case_id", "staff_id") WHERE "state" IN ('asked', 'working');
CREATE INDEX "cases_wholefile_case_id_9c3d3ab9" ON "cases_wholefile" ("case_id");
CREATE INDEX "cases_wholefile_staff_id_6d96ae3f" ON "cases_wholefile" ("staff_id");
CREATE INDEX "cases_whole_municip_f6642b_idx" ON "cases_wholefile" ("municipality_id", "asked_at");
ALTER TABLE "cases_case" ADD COLUMN "trash_until" date NULL;
CREATE TABLE "cases_disposal" ("id" uuid NOT NULL PRIMARY KEY, "of_case" uuid NOT NULL, "of_filing" uuid NOT NULL, "reference" varchar(30) NOT NULL, "title" varchar(200) NOT NULL, "slug" varchar(80) NOT NULL, "arrived_at" timestamp with time zone NOT NULL, "trashed_at" timestamp with time zone NOT NULL, "ground" varchar(10) NOT NULL, "stayed_until" date NOT NULL, "files" integer NOT NULL CHECK ("files" >= 0), "at" timestamp with time zone NOT NULL, "municipality_id" uuid NOT NULL, "unit_id" uuid NOT NULL, CONSTRAINT "disposed_of_once" UNIQUE ("municipality_id", "reference"));
ALTER TABLE "cases_disposal" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_disposal" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_disposal"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_disposal" ADD CONSTRAINT cases_disposal_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_disposal" ADD CONSTRAINT cases_disposal_unit_id_same_tenant
    FOREIGN KEY (municipality_id, unit_id) REFERENCES "tenancy_unit" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION cases_disposal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only: cases_disposal' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER cases_disposal_rows BEFORE UPDATE OR DELETE ON "cases_disposal"
    FOR EACH ROW EXECUTE FUNCTION cases_disposal_refuse();
CREATE TRIGGER cases_disposal_whole BEFORE TRUNCATE ON "cases_disposal"
    FOR EACH STATEMENT EXECUTE FUNCTION cases_disposal_refuse();
CREATE OR REPLACE FUNCTION cases_caseevent_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM cases_disposal d
            WHERE d.municipality_id = OLD.municipality_id AND d.of_case = OLD.case_id) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'append-only: cases_caseevent' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE OR REPLACE FUNCTION cases_casestep_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM cases_disposal d
            WHERE d.municipality_id = OLD.municipality_id AND d.of_case = OLD.case_id) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'append-only: cases_casestep' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE OR REPLACE FUNCTION signing_evidence_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM cases_disposal d
            JOIN signing_room r ON r.municipality_id = d.municipality_id
                AND r.subject_kind = 'filing' AND r.subject_id = d.of_filing
            WHERE d.municipality_id = OLD.municipality_id AND r.id = OLD.room_key) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'append-only: signing_evidence' USING ERRCODE = 'insufficient_privilege';
END $$;

DROP TRIGGER cases_erased ON cases_case;
CREATE TRIGGER cases_erased AFTER DELETE ON cases_case
    FOR EACH ROW WHEN (NOT OLD.is_protected AND OLD.trashed_at IS NULL) EXECUTE FUNCTION cases_tell_removal();
ALTER TABLE "cases_disposal" ADD CONSTRAINT "cases_disposal_municipality_id_cf373cac_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_disposal_unit_id_b564f43d" ON "cases_disposal" ("unit_id");
CREATE INDEX "cases_dispo_municip_c41fc8_idx" ON "cases_disposal" ("municipality_id", "of_case");
CREATE INDEX "cases_dispo_municip_2c6e31_idx" ON "cases_disposal" ("municipality_id", "of_filing");
CREATE INDEX "cases_dispo_municip_bc918f_idx" ON "cases_disposal" ("municipality_id", "unit_id", "at");
CREATE INDEX "cases_dispo_municip_8c18df_idx" ON "cases_disposal" ("municipality_id", "arrived_at");
ALTER TABLE "cases_savedview" ADD COLUMN "typed" bytea DEFAULT '\x'::bytea NOT NULL;
ALTER TABLE "cases_savedview" ALTER COLUMN "typed" DROP DEFAULT;
DROP INDEX IF EXISTS "cases_case_municip_b00c72_idx";
DROP INDEX IF EXISTS "cases_case_municip_7b9a8b_idx";
DROP INDEX IF EXISTS "cases_with_a_limit";
DROP INDEX IF EXISTS "cases_search_tokens";
DROP INDEX IF EXISTS "cases_case_handler_id_21cefe0d";
DROP INDEX IF EXISTS "cases_case_version_id_5b6a6022";
DROP INDEX IF EXISTS "cases_case_unit_id_f34fc706";
CREATE INDEX "cases_by_arrival" ON "cases_case" ("municipality_id", "unit_id", "state", "arrived_at", "id") INCLUDE ("is_protected", "trashed_at");
CREATE INDEX "cases_by_limit" ON "cases_case" ("municipality_id", "unit_id", "state", "due", "arrived_at", "id") INCLUDE ("is_protected", "trashed_at");
CREATE INDEX "cases_by_number" ON "cases_case" ("municipality_id", "unit_id", "state", "reference") INCLUDE ("id", "is_protected", "trashed_at");
CREATE INDEX "cases_of_version" ON "cases_case" ("municipality_id", "version_id", "unit_id", "state", "arrived_at", "id") INCLUDE ("is_protected", "trashed_at");
CREATE INDEX "cases_of_handler" ON "cases_case" ("municipality_id", "handler_id", "state", "arrived_at", "id") INCLUDE ("unit_id", "is_protected", "trashed_at") WHERE "handler_id" IS NOT NULL;
CREATE INDEX "cases_of_handler_by_limit" ON "cases_case" ("municipality_id", "handler_id", "state", "due", "arrived_at", "id") INCLUDE ("unit_id", "is_protected", "trashed_at") WHERE "handler_id" IS NOT NULL;
CREATE INDEX "cases_of_nobody" ON "cases_case" ("municipality_id", "unit_id", "state", "arrived_at", "id") INCLUDE ("is_protected", "trashed_at") WHERE "handler_id" IS NULL;
CREATE INDEX "cases_urgent" ON "cases_case" ("municipality_id", "unit_id", "state", "arrived_at", "id") INCLUDE ("is_protected", "trashed_at") WHERE "priority" = 1;
CREATE FUNCTION cases_search_day(at timestamptz) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT greatest(0, least(131071, (at AT TIME ZONE 'UTC')::date - date '1900-01-01'))
$$;
CREATE FUNCTION cases_search_key(unit uuid, level integer, block integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT -1 - ((('x' || left(replace(unit::text, '-', ''), 11))::bit(44)::bigint >> 1 << 20)
        | (level::bigint << 17) | block::bigint)
$$;
CREATE FUNCTION cases_search_keys(tokens bigint[], unit uuid, at timestamptz) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 SET search_path FROM CURRENT AS $$
DECLARE
    day integer := cases_search_day(at);
BEGIN
    RETURN tokens || ARRAY(
        SELECT cases_search_key(unit, level, day >> 2 * level)
        FROM generate_series(0, 7) AS level);
END $$;
CREATE FUNCTION cases_search_span(units uuid[], first_day integer, last_day integer) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    keys bigint[] := '{}';
    level integer := 0;
    low integer := first_day;
    high integer := last_day;
BEGIN
    WHILE low <= high LOOP
        WHILE low <= high AND (low % 4 > 0 OR level = 7) LOOP
            keys := keys || ARRAY(SELECT cases_search_key(u, level, low) FROM unnest(units) AS u);
            low := low + 1;
        END LOOP;
        WHILE low <= high AND high % 4 < 3 LOOP
            keys := keys || ARRAY(SELECT cases_search_key(u, level, high) FROM unnest(units) AS u);
            high := high - 1;
        END LOOP;
        EXIT WHEN low > high;
        low := low >> 2;
        high := high >> 2;
        level := level + 1;
    END LOOP;
    RETURN keys;
END $$;
CREATE INDEX "cases_search_keys" ON "cases_casesearch" USING gin ((cases_search_keys("tokens", "unit_id", "arrived_at")));
CREATE OR REPLACE FUNCTION
    cases_search(words jsonb, units uuid[], protected_units uuid[], most integer)
RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
    tenant uuid := nullif(current_setting('samtjanst.municipality', true), '')::uuid;
    word jsonb;
    clauses text := '';

    latest integer;
    first_day integer;
    last_day integer := 131071;
    taken integer := 0;
    got integer;
BEGIN
    IF tenant IS NULL OR jsonb_array_length(words) = 0 THEN RETURN; END IF;
    FOR word IN SELECT value FROM jsonb_array_elements(words) LOOP
        clauses := clauses || format(
            ' AND cases_search_keys(tokens, unit_id, arrived_at) && %L::bigint[]',
            ARRAY(SELECT value::bigint FROM jsonb_array_elements_text(word)));
    END LOOP;
    SELECT max(cases_search_day(top.at)), max(cases_search_day(far.at)) INTO latest, first_day
        FROM unnest(units) AS of_unit
        CROSS JOIN LATERAL (
            SELECT arrived_at AS at FROM cases_casesearch
            WHERE municipality_id = tenant AND unit_id = of_unit
            ORDER BY arrived_at DESC LIMIT 1) AS top
        LEFT JOIN LATERAL (
            SELECT arrived_at AS at FROM cases_casesearch
            WHERE municipality_id = tenant AND unit_id = of_unit
            ORDER BY arrived_at DESC OFFSET most LIMIT 1) AS far ON true;
    first_day := coalesce(first_day, 0);
    WHILE latest IS NOT NULL AND last_day >= 0 AND taken < most LOOP
        RETURN QUERY EXECUTE
            'SELECT case_id FROM cases_casesearch WHERE (municipality_id = $1) IS TRUE'
            || ' AND (unit_id = ANY($2)) IS TRUE AND (NOT is_protected OR unit_id = ANY($3))'
            || clauses
            || format(' AND cases_search_keys(tokens, unit_id, arrived_at) && %L::bigint[]',
                      cases_search_span(units, first_day, last_day))
            || ' ORDER BY arrived_at DESC, case_id DESC LIMIT $4'
            USING tenant, units, protected_units, most - taken;
        GET DIAGNOSTICS got = ROW_COUNT;
        taken := taken + got;
        last_day := first_day - 1;
        first_day := greatest(0, last_day - (latest - first_day + 1)
            * least(16, 1 + (most - taken) * 5 / 4 / greatest(taken, 1)));
    END LOOP;
END $$;
ALTER TABLE "cases_case" ADD COLUMN "watch_for" bytea DEFAULT '\x'::bytea NOT NULL;
ALTER TABLE "cases_case" ALTER COLUMN "watch_for" DROP DEFAULT;
ALTER TABLE "cases_case" ADD COLUMN "watch_until" date NULL;
CREATE INDEX "cases_put_aside" ON "cases_case" ("municipality_id", "unit_id", "watch_until") WHERE "watch_until" IS NOT NULL;
DROP INDEX IF EXISTS "one_open_supplement_per_case";
ALTER TABLE "cases_supplement" ADD COLUMN "citizen_id" uuid NULL;
ALTER TABLE "cases_supplement" ADD COLUMN "colleague_id" uuid NULL;
ALTER TABLE "cases_supplement" ADD COLUMN "is_of_party" boolean DEFAULT true NOT NULL;
ALTER TABLE "cases_supplement" ALTER COLUMN "is_of_party" DROP DEFAULT;
ALTER TABLE "cases_supplement" ADD COLUMN "unit_id" uuid NULL;
CREATE INDEX "supplements_of_others" ON "cases_supplement" ("municipality_id", "unit_id", "citizen_id") WHERE (NOT "is_of_party" AND "state" = 'open');
CREATE UNIQUE INDEX "one_open_supplement_per_case" ON "cases_supplement" ("municipality_id", "case_id") WHERE ("is_of_party" AND "state" = 'open');
CREATE UNIQUE INDEX "one_open_supplement_per_asked" ON "cases_supplement" ("municipality_id", "case_id", "citizen_id", "unit_id", "colleague_id") NULLS NOT DISTINCT WHERE (NOT "is_of_party" AND "state" = 'open');
ALTER TABLE "cases_supplement" ADD CONSTRAINT "supplement_of_somebody" CHECK ((("colleague_id" IS NULL AND "is_of_party" AND "unit_id" IS NULL) OR ("citizen_id" IS NOT NULL AND "colleague_id" IS NULL AND "unit_id" IS NULL) OR ("citizen_id" IS NULL AND NOT "is_of_party" AND "unit_id" IS NOT NULL)));
ALTER TABLE "cases_supplement" ADD CONSTRAINT cases_supplement_citizen_id_same_tenant
    FOREIGN KEY (municipality_id, citizen_id) REFERENCES "people_citizen" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_supplement" ADD CONSTRAINT cases_supplement_unit_id_same_tenant
    FOREIGN KEY (municipality_id, unit_id) REFERENCES "tenancy_unit" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_supplement" ADD CONSTRAINT cases_supplement_colleague_id_same_tenant
    FOREIGN KEY (municipality_id, colleague_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_supplement_citizen_id_318a3b42" ON "cases_supplement" ("citizen_id");
CREATE INDEX "cases_supplement_colleague_id_30ed6cf0" ON "cases_supplement" ("colleague_id");
CREATE INDEX "cases_supplement_unit_id_fcd10f6a" ON "cases_supplement" ("unit_id");
ALTER TABLE "cases_caseevent" ADD COLUMN "instead_of" varchar(120) DEFAULT '' NOT NULL;
ALTER TABLE "cases_caseevent" ALTER COLUMN "instead_of" DROP DEFAULT;
ALTER TABLE "cases_proposal" ADD COLUMN "appeal_id" uuid NULL;
ALTER TABLE "cases_proposal" ADD COLUMN "ground" varchar(20) DEFAULT '' NOT NULL;
ALTER TABLE "cases_proposal" ALTER COLUMN "ground" DROP DEFAULT;
ALTER TABLE "cases_proposal" ADD COLUMN "replaces_id" uuid NULL;
ALTER TABLE "cases_proposal" ADD CONSTRAINT cases_proposal_replaces_id_same_tenant
    FOREIGN KEY (municipality_id, replaces_id) REFERENCES "cases_decision" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_proposal" ADD CONSTRAINT cases_proposal_appeal_id_same_tenant
    FOREIGN KEY (municipality_id, appeal_id) REFERENCES "cases_appeal" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_proposal_appeal_id_f9048d0e" ON "cases_proposal" ("appeal_id");
CREATE INDEX "cases_proposal_replaces_id_a8430881" ON "cases_proposal" ("replaces_id");
CREATE TABLE "cases_struck" ("id" uuid NOT NULL PRIMARY KEY, "reason" bytea NOT NULL, "at" timestamp with time zone NOT NULL, "case_id" uuid NOT NULL, "event_id" uuid NULL, "letter_id" uuid NULL, "municipality_id" uuid NOT NULL, "staff_id" uuid NOT NULL, CONSTRAINT "struck_once" UNIQUE ("municipality_id", "event_id"), CONSTRAINT "struck_letter_once" UNIQUE ("municipality_id", "letter_id"), CONSTRAINT "struck_one_thing" CHECK ((("event_id" IS NOT NULL AND "letter_id" IS NULL) OR ("event_id" IS NULL AND "letter_id" IS NOT NULL))));
ALTER TABLE "cases_struck" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "cases_struck" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "cases_struck"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "cases_struck" ADD CONSTRAINT cases_struck_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "cases_struck" ADD CONSTRAINT cases_struck_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_struck" ADD CONSTRAINT cases_struck_event_id_same_tenant
    FOREIGN KEY (municipality_id, event_id) REFERENCES "cases_caseevent" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_struck" ADD CONSTRAINT cases_struck_letter_id_same_tenant
    FOREIGN KEY (municipality_id, letter_id) REFERENCES "cases_letter" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cases_struck" ADD CONSTRAINT cases_struck_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION cases_struck_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only: cases_struck' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER cases_struck_rows BEFORE UPDATE OR DELETE ON "cases_struck"
    FOR EACH ROW EXECUTE FUNCTION cases_struck_refuse();
CREATE TRIGGER cases_struck_whole BEFORE TRUNCATE ON "cases_struck"
    FOR EACH STATEMENT EXECUTE FUNCTION cases_struck_refuse();
ALTER TABLE "cases_struck" ADD CONSTRAINT "cases_struck_municipality_id_695e5c35_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "cases_struck_case_id_d0594b4c" ON "cases_struck" ("case_id");
CREATE INDEX "cases_struck_event_id_51ba1903" ON "cases_struck" ("event_id");
CREATE INDEX "cases_struck_letter_id_5558705e" ON "cases_struck" ("letter_id");
CREATE INDEX "cases_struck_staff_id_3b2d6cbc" ON "cases_struck" ("staff_id");
CREATE INDEX "cases_struc_municip_3c190b_idx" ON "cases_struck" ("municipality_id", "case_id", "at");
DROP INDEX IF EXISTS "one_open_supplement_per_case";
DROP INDEX IF EXISTS "one_open_supplement_per_asked";
CREATE UNIQUE INDEX "one_open_supplement_per_asked" ON "cases_supplement" ("municipality_id", "case_id", "citizen_id", "unit_id", "colleague_id") NULLS NOT DISTINCT WHERE "state" = 'open';
ALTER TABLE "cases_caselabel" ADD COLUMN "arrived_at" timestamp with time zone NULL;
ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_caselabel NO FORCE ROW LEVEL SECURITY;
UPDATE cases_caselabel SET arrived_at = c.arrived_at
FROM cases_case c WHERE c.id = cases_caselabel.case_id;
ALTER TABLE cases_caselabel FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_case FORCE ROW LEVEL SECURITY;
ALTER TABLE "cases_caselabel" ALTER COLUMN "arrived_at" SET NOT NULL;
DROP INDEX IF EXISTS "cases_by_arrival";
DROP INDEX IF EXISTS "cases_casel_municip_fc0199_idx";
DROP INDEX IF EXISTS "cases_casep_municip_69f1e3_idx";
CREATE INDEX "cases_by_arrival" ON "cases_case" ("municipality_id", "unit_id", "state", "arrived_at", "id") INCLUDE ("is_protected", "trashed_at", "due");
CREATE INDEX "cases_of_a_label" ON "cases_caselabel" ("municipality_id", "label_id", "arrived_at", "case_id");
CREATE INDEX "parts_of_a_person" ON "cases_caseparty" ("municipality_id", "citizen_id", "case_id") INCLUDE ("is_protected");
CREATE INDEX "open_hearings" ON "cases_hearing" ("municipality_id", "due") WHERE "state" = 'open';
CREATE INDEX "cases_without_signatures" ON "cases_case" ("municipality_id", "unit_id", "state") WHERE NOT ("unsigned_reason" = '\x'::bytea);
CREATE TABLE "django_content_type" ("id" integer NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "name" varchar(100) NOT NULL, "app_label" varchar(100) NOT NULL, "model" varchar(100) NOT NULL);
ALTER TABLE "django_content_type" ADD CONSTRAINT "django_content_type_app_label_model_76bd3d3b_uniq" UNIQUE ("app_label", "model");
ALTER TABLE "django_content_type" ALTER COLUMN "name" DROP NOT NULL;
ALTER TABLE "django_content_type" DROP COLUMN "name" CASCADE;
CREATE TABLE "fees_paymentorder" ("id" uuid NOT NULL PRIMARY KEY, "subject_kind" varchar(30) NOT NULL, "subject_id" uuid NOT NULL, "unit_id" uuid NOT NULL, "label" varchar(200) NOT NULL, "reference" varchar(35) NOT NULL, "amount" bigint NOT NULL CHECK ("amount" >= 0), "currency" varchar(3) NOT NULL, "vat" smallint NOT NULL CHECK ("vat" >= 0), "state" varchar(10) NOT NULL, "opened_at" timestamp with time zone NOT NULL, "until" date NOT NULL, "reminded_at" timestamp with time zone NULL, "paid_at" timestamp with time zone NULL, "payment_reference" varchar(64) NOT NULL, "needs_look" varchar(30) NOT NULL, "citizen_id" uuid NOT NULL, "municipality_id" uuid NOT NULL);
CREATE TABLE "fees_attempt" ("id" uuid NOT NULL PRIMARY KEY, "instruction" varchar(32) NOT NULL, "secret" varchar(36) NOT NULL, "state" varchar(10) NOT NULL, "to_phone" boolean NOT NULL, "opening" bytea NOT NULL, "trouble" varchar(20) NOT NULL, "code" varchar(20) NOT NULL, "created_at" timestamp with time zone NOT NULL, "checked_at" timestamp with time zone NOT NULL, "payment_reference" varchar(64) NOT NULL, "amount" bigint NULL CHECK ("amount" >= 0), "municipality_id" uuid NOT NULL, "order_id" uuid NOT NULL);
CREATE TABLE "fees_refund" ("id" uuid NOT NULL PRIMARY KEY, "instruction" varchar(32) NOT NULL, "amount" bigint NOT NULL CHECK ("amount" >= 0), "reason" bytea NOT NULL, "state" varchar(10) NOT NULL, "code" varchar(20) NOT NULL, "at" timestamp with time zone NOT NULL, "ended_at" timestamp with time zone NULL, "attempt_id" uuid NOT NULL, "municipality_id" uuid NOT NULL, "staff_id" uuid NULL);
CREATE INDEX "fees_paymen_municip_399f08_idx" ON "fees_paymentorder" ("municipality_id", "state", "until");
CREATE INDEX "fees_paymen_municip_43bb25_idx" ON "fees_paymentorder" ("municipality_id", "citizen_id");
CREATE UNIQUE INDEX "one_standing_payment_order" ON "fees_paymentorder" ("municipality_id", "subject_kind", "subject_id") WHERE NOT ("state" = 'cancelled');
ALTER TABLE "fees_paymentorder" ADD CONSTRAINT "one_payment_reference" UNIQUE ("municipality_id", "reference");
ALTER TABLE "fees_paymentorder" ADD CONSTRAINT "something_to_pay" CHECK ("amount" > 0);
CREATE INDEX "fees_attemp_municip_e1519e_idx" ON "fees_attempt" ("municipality_id", "state", "created_at");
CREATE UNIQUE INDEX "one_open_attempt" ON "fees_attempt" ("municipality_id", "order_id") WHERE "state" IN ('created', 'asked', 'unclear');
ALTER TABLE "fees_attempt" ADD CONSTRAINT "one_instruction_each" UNIQUE ("municipality_id", "instruction");
ALTER TABLE "fees_refund" ADD CONSTRAINT "something_to_refund" CHECK ("amount" > 0);
ALTER TABLE "fees_paymentorder" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "fees_paymentorder" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "fees_paymentorder"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "fees_paymentorder" ADD CONSTRAINT fees_paymentorder_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "fees_attempt" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "fees_attempt" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "fees_attempt"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "fees_attempt" ADD CONSTRAINT fees_attempt_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "fees_refund" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "fees_refund" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "fees_refund"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "fees_refund" ADD CONSTRAINT fees_refund_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "fees_paymentorder" ADD CONSTRAINT fees_paymentorder_citizen_id_same_tenant
    FOREIGN KEY (municipality_id, citizen_id) REFERENCES "people_citizen" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "fees_attempt" ADD CONSTRAINT fees_attempt_order_id_same_tenant
    FOREIGN KEY (municipality_id, order_id) REFERENCES "fees_paymentorder" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "fees_refund" ADD CONSTRAINT fees_refund_attempt_id_same_tenant
    FOREIGN KEY (municipality_id, attempt_id) REFERENCES "fees_attempt" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "fees_refund" ADD CONSTRAINT fees_refund_staff_id_same_tenant
    FOREIGN KEY (municipality_id, staff_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "fees_paymentorder" ADD CONSTRAINT "fees_paymentorder_municipality_id_424badcc_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "fees_paymentorder_citizen_id_8fa8ef6e" ON "fees_paymentorder" ("citizen_id");
ALTER TABLE "fees_attempt" ADD CONSTRAINT "fees_attempt_municipality_id_7177b036_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "fees_attempt_order_id_6bbfdd8f" ON "fees_attempt" ("order_id");
ALTER TABLE "fees_refund" ADD CONSTRAINT "fees_refund_municipality_id_571ef5d7_fk_tenancy_municipality_id" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "fees_refund_attempt_id_40dc9fa0" ON "fees_refund" ("attempt_id");
CREATE INDEX "fees_refund_staff_id_6d649106" ON "fees_refund" ("staff_id");
CREATE TABLE "files_storedfile" ("id" uuid NOT NULL PRIMARY KEY, "owner_kind" varchar(30) NOT NULL, "owner_id" uuid NOT NULL, "name" bytea NOT NULL, "content_type" varchar(100) NOT NULL, "size" bigint NOT NULL CHECK ("size" >= 0), "sha256" varchar(64) NOT NULL, "storage_key" varchar(80) NOT NULL, "scan_state" varchar(10) NOT NULL, "stored_at" timestamp with time zone NOT NULL, "municipality_id" uuid NOT NULL);
ALTER TABLE "files_storedfile" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "files_storedfile" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "files_storedfile"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "files_storedfile" ADD CONSTRAINT files_storedfile_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "files_storedfile" ADD CONSTRAINT "files_storedfile_municipality_id_34e73f46_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "files_store_municip_8215ac_idx" ON "files_storedfile" ("municipality_id", "owner_kind", "owner_id");
CREATE TABLE "handoff_route" ("id" uuid NOT NULL PRIMARY KEY, "e_service" varchar(80) NOT NULL, "name" varchar(80) NOT NULL, "system" varchar(20) NOT NULL, "step" smallint NOT NULL CHECK ("step" >= 0), "outcomes" jsonb NOT NULL, "mapping" jsonb NOT NULL, "is_active" boolean NOT NULL, "revision" integer NOT NULL CHECK ("revision" >= 0), "municipality_id" uuid NOT NULL);
CREATE TABLE "handoff_delivery" ("id" uuid NOT NULL PRIMARY KEY, "step" smallint NOT NULL CHECK ("step" >= 0), "content" bytea NOT NULL, "state" varchar(10) NOT NULL, "receipt" varchar(100) NOT NULL, "problem" varchar(200) NOT NULL, "attempts" smallint NOT NULL CHECK ("attempts" >= 0), "copied" jsonb NOT NULL, "opened_at" timestamp with time zone NULL, "created_at" timestamp with time zone NOT NULL, "ended_at" timestamp with time zone NULL, "case_id" uuid NOT NULL, "copied_by_id" uuid NULL, "municipality_id" uuid NOT NULL, "route_id" uuid NOT NULL);
ALTER TABLE "handoff_route" ADD CONSTRAINT "one_route_per_name" UNIQUE ("municipality_id", "e_service", "name");
CREATE INDEX "handoff_del_municip_2a7df3_idx" ON "handoff_delivery" ("municipality_id", "case_id", "created_at");
CREATE INDEX "handoff_del_municip_488a40_idx" ON "handoff_delivery" ("municipality_id", "state", "created_at");
ALTER TABLE "handoff_delivery" ADD CONSTRAINT "one_delivery_per_case" UNIQUE ("municipality_id", "route_id", "case_id");
ALTER TABLE "handoff_route" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "handoff_route" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "handoff_route"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "handoff_route" ADD CONSTRAINT handoff_route_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "handoff_delivery" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "handoff_delivery" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "handoff_delivery"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "handoff_delivery" ADD CONSTRAINT handoff_delivery_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "handoff_delivery" ADD CONSTRAINT handoff_delivery_case_id_same_tenant
    FOREIGN KEY (municipality_id, case_id) REFERENCES "cases_case" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "handoff_delivery" ADD CONSTRAINT handoff_delivery_copied_by_id_same_tenant
    FOREIGN KEY (municipality_id, copied_by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "handoff_delivery" ADD CONSTRAINT handoff_delivery_route_id_same_tenant
    FOREIGN KEY (municipality_id, route_id) REFERENCES "handoff_route" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "handoff_route" ADD CONSTRAINT "handoff_route_municipality_id_23787718_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "handoff_route_e_service_f6195d48" ON "handoff_route" ("e_service");
CREATE INDEX "handoff_route_e_service_f6195d48_like" ON "handoff_route" ("e_service" varchar_pattern_ops);
ALTER TABLE "handoff_delivery" ADD CONSTRAINT "handoff_delivery_municipality_id_d4359b26_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "handoff_delivery_case_id_97cd8f2a" ON "handoff_delivery" ("case_id");
CREATE INDEX "handoff_delivery_copied_by_id_691189c2" ON "handoff_delivery" ("copied_by_id");
CREATE INDEX "handoff_delivery_route_id_0c1f52e7" ON "handoff_delivery" ("route_id");
ALTER TABLE "handoff_route" ADD COLUMN "schema" text DEFAULT '' NOT NULL;
ALTER TABLE "handoff_route" ALTER COLUMN "schema" DROP DEFAULT;
CREATE TABLE "handoff_hourcost" ("id" uuid NOT NULL PRIMARY KEY, "kronor" integer NULL CHECK ("kronor" >= 0), "set_at" timestamp with time zone NOT NULL, "set_by" uuid NULL, "municipality_id" uuid NOT NULL);
ALTER TABLE "handoff_hourcost" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "handoff_hourcost" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "handoff_hourcost"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "handoff_hourcost" ADD CONSTRAINT handoff_hourcost_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "handoff_hourcost" ADD CONSTRAINT "handoff_hourcost_municipality_id_d38276eb_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "handoff_hou_municip_1948e6_idx" ON "handoff_hourcost" ("municipality_id", "set_at" DESC);
ALTER TABLE "handoff_delivery" DROP CONSTRAINT "one_delivery_per_case";
ALTER TABLE "handoff_delivery" ADD COLUMN "part" smallint DEFAULT 0 NOT NULL CHECK ("part" >= 0);
ALTER TABLE "handoff_delivery" ALTER COLUMN "part" DROP DEFAULT;
ALTER TABLE "handoff_delivery" ADD CONSTRAINT "one_delivery_per_part" UNIQUE ("municipality_id", "route_id", "case_id", "part");
ALTER TABLE "handoff_delivery" ADD COLUMN "starts" smallint DEFAULT 0 NOT NULL CHECK ("starts" >= 0);
ALTER TABLE "handoff_delivery" ALTER COLUMN "starts" DROP DEFAULT;
CREATE TABLE "handoff_redelivery" ("id" uuid NOT NULL PRIMARY KEY, "was" varchar(10) NOT NULL, "receipt" varchar(100) NOT NULL, "ground" bytea NOT NULL, "at" timestamp with time zone NOT NULL, "delivery_id" uuid NOT NULL, "municipality_id" uuid NOT NULL, "sent_by_id" uuid NULL);
ALTER TABLE "handoff_redelivery" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "handoff_redelivery" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "handoff_redelivery"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "handoff_redelivery" ADD CONSTRAINT handoff_redelivery_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "handoff_redelivery" ADD CONSTRAINT handoff_redelivery_delivery_id_same_tenant
    FOREIGN KEY (municipality_id, delivery_id) REFERENCES "handoff_delivery" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "handoff_redelivery" ADD CONSTRAINT handoff_redelivery_sent_by_id_same_tenant
    FOREIGN KEY (municipality_id, sent_by_id) REFERENCES "people_staffaccount" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "handoff_redelivery" ADD CONSTRAINT "handoff_redelivery_municipality_id_d073c6a6_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "handoff_redelivery_delivery_id_3bb66f55" ON "handoff_redelivery" ("delivery_id");
CREATE INDEX "handoff_redelivery_sent_by_id_ac259cec" ON "handoff_redelivery" ("sent_by_id");
CREATE INDEX "handoff_red_municip_6e526f_idx" ON "handoff_redelivery" ("municipality_id", "delivery_id", "at");
ALTER TABLE "handoff_delivery" ADD COLUMN "version" integer DEFAULT 0 NOT NULL CHECK ("version" >= 0);
ALTER TABLE "handoff_delivery" ALTER COLUMN "version" DROP DEFAULT;
ALTER TABLE "handoff_route" ADD COLUMN "after_id" uuid NULL;
ALTER TABLE "handoff_route" ADD COLUMN "version" integer DEFAULT 1 NOT NULL CHECK ("version" >= 0);
ALTER TABLE "handoff_route" ALTER COLUMN "version" DROP DEFAULT;
CREATE TABLE "handoff_formermapping" ("id" uuid NOT NULL PRIMARY KEY, "number" integer NOT NULL CHECK ("number" >= 0), "mapping" jsonb NOT NULL, "schema" text NOT NULL, "until" timestamp with time zone NOT NULL, "replaced_by" uuid NULL, "municipality_id" uuid NOT NULL, "route_id" uuid NOT NULL, CONSTRAINT "one_former_mapping_per_number" UNIQUE ("municipality_id", "route_id", "number"));
ALTER TABLE "handoff_formermapping" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "handoff_formermapping" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "handoff_formermapping"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "handoff_formermapping" ADD CONSTRAINT handoff_formermapping_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "handoff_formermapping" ADD CONSTRAINT handoff_formermapping_route_id_same_tenant
    FOREIGN KEY (municipality_id, route_id) REFERENCES "handoff_route" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "handoff_route_after_id_8e9a0b01" ON "handoff_route" ("after_id");
ALTER TABLE "handoff_formermapping" ADD CONSTRAINT "handoff_formermappin_municipality_id_58ad29e5_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "handoff_formermapping_route_id_f20bddf9" ON "handoff_formermapping" ("route_id");
CREATE TABLE "handoff_handtime" ("id" uuid NOT NULL PRIMARY KEY, "e_service" varchar(80) NOT NULL, "minutes" smallint NULL CHECK ("minutes" >= 0), "set_at" timestamp with time zone NOT NULL, "set_by" uuid NULL, "municipality_id" uuid NOT NULL);
ALTER TABLE "handoff_handtime" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "handoff_handtime" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "handoff_handtime"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "handoff_handtime" ADD CONSTRAINT handoff_handtime_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "handoff_handtime" ADD CONSTRAINT "handoff_handtime_municipality_id_8b865d62_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "handoff_handtime_e_service_9f00357e" ON "handoff_handtime" ("e_service");
CREATE INDEX "handoff_handtime_e_service_9f00357e_like" ON "handoff_handtime" ("e_service" varchar_pattern_ops);
CREATE INDEX "handoff_han_municip_e15b43_idx" ON "handoff_handtime" ("municipality_id", "e_service", "set_at" DESC);
CREATE TABLE "jobs_job" ("id" uuid NOT NULL PRIMARY KEY, "name" varchar(60) NOT NULL, "key" varchar(120) NOT NULL, "payload" jsonb NOT NULL, "subject_kind" varchar(30) NOT NULL, "subject_id" varchar(64) NOT NULL, "state" varchar(10) NOT NULL, "attempts" smallint NOT NULL CHECK ("attempts" >= 0), "problem" varchar(120) NOT NULL, "created_at" timestamp with time zone NOT NULL, "run_at" timestamp with time zone NOT NULL, "done_at" timestamp with time zone NULL, "municipality_id" uuid NOT NULL, CONSTRAINT "one_job_per_key" UNIQUE ("municipality_id", "name", "key"));
ALTER TABLE "jobs_job" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "jobs_job" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "jobs_job"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "jobs_job" ADD CONSTRAINT jobs_job_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "jobs_job" ADD CONSTRAINT "jobs_job_municipality_id_589ebc03_fk_tenancy_municipality_id" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "jobs_job_municip_9c5735_idx" ON "jobs_job" ("municipality_id", "subject_kind", "subject_id");
CREATE INDEX "unfinished_jobs" ON "jobs_job" ("municipality_id", "state", "run_at") WHERE NOT ("state" = 'done');
CREATE TABLE "messages_message" ("id" uuid NOT NULL PRIMARY KEY, "channel" varchar(10) NOT NULL, "template" varchar(40) NOT NULL, "subject_kind" varchar(30) NOT NULL, "subject_id" varchar(64) NOT NULL, "path" varchar(200) NOT NULL, "state" varchar(12) NOT NULL, "receipt" varchar(200) NOT NULL, "created_at" timestamp with time zone NOT NULL, "sent_at" timestamp with time zone NULL, "citizen_id" uuid NOT NULL, "municipality_id" uuid NOT NULL);
ALTER TABLE "messages_message" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "messages_message" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "messages_message"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "messages_message" ADD CONSTRAINT messages_message_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "messages_message" ADD CONSTRAINT messages_message_citizen_id_same_tenant
    FOREIGN KEY (municipality_id, citizen_id) REFERENCES "people_citizen" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "messages_message" ADD CONSTRAINT "messages_message_municipality_id_460b813b_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "messages_message_citizen_id_5a984c5e" ON "messages_message" ("citizen_id");
CREATE INDEX "messages_me_municip_1a8522_idx" ON "messages_message" ("municipality_id", "subject_kind", "subject_id");
CREATE TABLE "messages_postchoice" ("id" uuid NOT NULL PRIMARY KEY, "is_printing" boolean NOT NULL);
ALTER TABLE "messages_message" ADD COLUMN "sent_to" bytea DEFAULT '\x'::bytea NOT NULL;
ALTER TABLE "messages_message" ALTER COLUMN "sent_to" DROP DEFAULT;
CREATE INDEX "messages_to_print" ON "messages_message" ("municipality_id", "created_at") WHERE "state" = 'to_print';
ALTER TABLE "messages_postchoice" ADD COLUMN "municipality_id" uuid NOT NULL CONSTRAINT "messages_postchoice_municipality_id_51a56e3e_fk_tenancy_m" REFERENCES "tenancy_municipality"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "messages_postchoice_municipality_id_51a56e3e_fk_tenancy_m" IMMEDIATE;
ALTER TABLE "messages_postchoice" ADD CONSTRAINT "one_choice_of_post" UNIQUE ("municipality_id");
ALTER TABLE "messages_postchoice" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "messages_postchoice" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "messages_postchoice"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "messages_postchoice" ADD CONSTRAINT messages_postchoice_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "messages_message" ADD COLUMN "about" uuid NULL;
ALTER TABLE "messages_message" ADD COLUMN "is_carrying" boolean DEFAULT false NOT NULL;
ALTER TABLE "messages_message" ALTER COLUMN "is_carrying" DROP DEFAULT;
ALTER TABLE "messages_message" ADD COLUMN "posted_on" date NULL;
ALTER TABLE "messages_postchoice" ADD COLUMN "with_decisions" boolean DEFAULT false NOT NULL;
ALTER TABLE "messages_postchoice" ALTER COLUMN "with_decisions" DROP DEFAULT;
ALTER TABLE "messages_message" ADD COLUMN "asked_at" timestamp with time zone NULL;
ALTER TABLE "messages_message" ADD COLUMN "delivered_at" timestamp with time zone NULL;
ALTER TABLE "messages_message" ADD COLUMN "report" varchar(100) DEFAULT '' NOT NULL;
ALTER TABLE "messages_message" ALTER COLUMN "report" DROP DEFAULT;
CREATE INDEX "messages_to_follow" ON "messages_message" ("municipality_id", "asked_at") WHERE ("state" = 'sent' AND NOT ("report" = ''));
CREATE TABLE "plugins_pluginbinding" ("id" uuid NOT NULL PRIMARY KEY, "port" varchar(20) NOT NULL, "name" varchar(20) NOT NULL, "adapter" varchar(60) NOT NULL, "settings" bytea NOT NULL, "changed_at" timestamp with time zone NOT NULL, "municipality_id" uuid NOT NULL, CONSTRAINT "one_binding" UNIQUE ("municipality_id", "port", "name"));
ALTER TABLE "plugins_pluginbinding" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "plugins_pluginbinding" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "plugins_pluginbinding"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "plugins_pluginbinding" ADD CONSTRAINT plugins_pluginbinding_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "plugins_pluginbinding" ADD CONSTRAINT "plugins_pluginbindin_municipality_id_bc570990_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE EXTENSION IF NOT EXISTS plpgsql WITH SCHEMA pg_catalog;

CREATE TABLE IF NOT EXISTS procrastinate_version (
    id BIGSERIAL PRIMARY KEY,
    version TEXT,
    name TEXT,
    applied_at TIMESTAMP WITH TIME ZONE DEFAULT NOW()
);

CREATE TYPE procrastinate_job_status AS ENUM (
    'todo',  -- The job is queued
    'doing',  -- The job has been fetched by a worker
    'succeeded',  -- The job ended successfully
    'failed'  -- The job ended with an error
);

CREATE TYPE procrastinate_job_event_type AS ENUM (
    'deferred',  -- Job created, in todo
    'started',  -- todo -> doing
    'deferred_for_retry',  -- doing -> todo
    'failed',  -- doing -> failed
    'succeeded',  -- doing -> succeeded
    'cancelled', -- todo -> failed or succeeded
    'scheduled' -- not an event transition, but recording when a task is scheduled for
);

CREATE TABLE procrastinate_jobs (
    id bigserial PRIMARY KEY,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}' NOT NULL,
    status procrastinate_job_status DEFAULT 'todo'::procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone NULL,
    started_at timestamp with time zone NULL,
    attempts integer DEFAULT 0 NOT NULL
);

CREATE TABLE procrastinate_events (
    id BIGSERIAL PRIMARY KEY,
    job_id integer NOT NULL REFERENCES procrastinate_jobs ON DELETE CASCADE,
    type procrastinate_job_event_type,
    at timestamp with time zone DEFAULT NOW() NULL
);

CREATE TABLE procrastinate_job_locks (
    object text PRIMARY KEY
);

CREATE FUNCTION procrastinate_fetch_job(target_queue_names character varying[]) RETURNS procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
	WITH potential_job AS (
		SELECT procrastinate_jobs.*
			FROM procrastinate_jobs
			LEFT JOIN procrastinate_job_locks ON procrastinate_job_locks.object = procrastinate_jobs.lock
			WHERE (target_queue_names IS NULL OR queue_name = ANY( target_queue_names ))
			  AND procrastinate_job_locks.object IS NULL
			  AND status = 'todo'
			  AND (scheduled_at IS NULL OR scheduled_at <= now())
            ORDER BY id ASC
			FOR UPDATE OF procrastinate_jobs SKIP LOCKED LIMIT 1
	), lock_object AS (
		INSERT INTO procrastinate_job_locks
			SELECT lock FROM potential_job
            ON CONFLICT DO NOTHING
            RETURNING object
	)
	UPDATE procrastinate_jobs
		SET status = 'doing',
            started_at = NOW()
		FROM potential_job, lock_object
        WHERE lock_object.object IS NOT NULL
		AND procrastinate_jobs.id = potential_job.id
		RETURNING * INTO found_jobs;

	RETURN found_jobs;
END;
$$;

CREATE FUNCTION procrastinate_finish_job(job_id integer, end_status procrastinate_job_status, next_scheduled_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
	WITH finished_job AS (
		UPDATE procrastinate_jobs
        SET status = end_status,
            attempts = attempts + 1,
            scheduled_at = COALESCE(next_scheduled_at, scheduled_at)
        WHERE id = job_id RETURNING lock
	)
	DELETE FROM procrastinate_job_locks WHERE object = (SELECT lock FROM finished_job);
END;
$$;

CREATE FUNCTION procrastinate_notify_queue() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	PERFORM pg_notify('procrastinate_queue#' || NEW.queue_name, NEW.task_name);
	PERFORM pg_notify('procrastinate_any_queue', NEW.task_name);
	RETURN NEW;
END;
$$;

CREATE FUNCTION procrastinate_trigger_status_events_procedure_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;

CREATE FUNCTION procrastinate_trigger_status_events_procedure_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;

CREATE FUNCTION procrastinate_trigger_scheduled_events_procedure() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;

CREATE INDEX ON procrastinate_jobs(queue_name);

CREATE TRIGGER procrastinate_jobs_notify_queue
    AFTER INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.status = 'todo'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_notify_queue();

CREATE TRIGGER procrastinate_trigger_status_events_update
    AFTER UPDATE OF status ON procrastinate_jobs
    FOR EACH ROW
    EXECUTE PROCEDURE procrastinate_trigger_status_events_procedure_update();

CREATE TRIGGER procrastinate_trigger_status_events_insert
    AFTER INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.status = 'doing'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_trigger_status_events_procedure_insert();

CREATE TRIGGER procrastinate_trigger_scheduled_events
    AFTER UPDATE OR INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.scheduled_at IS NOT NULL AND new.status = 'todo'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_trigger_scheduled_events_procedure();

CREATE INDEX procrastinate_events_job_id_fkey ON procrastinate_events(job_id);
-- remove the started_at column from the procrastinate_jobs table
ALTER TABLE procrastinate_jobs DROP COLUMN started_at;
-- replace the procrastinate_fetch_job function with a version that doesn't
-- set the started_at field when updating the procrastinate_jobs table
CREATE OR REPLACE FUNCTION procrastinate_fetch_job(target_queue_names character varying[]) RETURNS procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
	WITH potential_job AS (
		SELECT procrastinate_jobs.*
			FROM procrastinate_jobs
			LEFT JOIN procrastinate_job_locks ON procrastinate_job_locks.object = procrastinate_jobs.lock
			WHERE (target_queue_names IS NULL OR queue_name = ANY( target_queue_names ))
			  AND procrastinate_job_locks.object IS NULL
			  AND status = 'todo'
			  AND (scheduled_at IS NULL OR scheduled_at <= now())
            ORDER BY id ASC
			FOR UPDATE OF procrastinate_jobs SKIP LOCKED LIMIT 1
	), lock_object AS (
		INSERT INTO procrastinate_job_locks
			SELECT lock FROM potential_job
            ON CONFLICT DO NOTHING
            RETURNING object
	)
	UPDATE procrastinate_jobs
		SET status = 'doing'
		FROM potential_job, lock_object
        WHERE lock_object.object IS NOT NULL
		AND procrastinate_jobs.id = potential_job.id
		RETURNING * INTO found_jobs;

	RETURN found_jobs;
END;
$$;
-- drop the procrastinate_version table
DROP TABLE IF EXISTS procrastinate_version;
-- fix procrastinate_fetch_job that works by accident, now returning a proper
-- procrastinate_jobs row
CREATE OR REPLACE FUNCTION procrastinate_fetch_job(target_queue_names character varying[]) RETURNS procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
	WITH potential_job AS (
		SELECT procrastinate_jobs.*
			FROM procrastinate_jobs
			LEFT JOIN procrastinate_job_locks ON procrastinate_job_locks.object = procrastinate_jobs.lock
			WHERE (target_queue_names IS NULL OR queue_name = ANY( target_queue_names ))
			  AND procrastinate_job_locks.object IS NULL
			  AND status = 'todo'
			  AND (scheduled_at IS NULL OR scheduled_at <= now())
            ORDER BY id ASC
			FOR UPDATE OF procrastinate_jobs SKIP LOCKED LIMIT 1
	), lock_object AS (
		INSERT INTO procrastinate_job_locks
			SELECT lock FROM potential_job
            ON CONFLICT DO NOTHING
            RETURNING object
	)
	UPDATE procrastinate_jobs
		SET status = 'doing'
		FROM potential_job, lock_object
        WHERE lock_object.object IS NOT NULL
		AND procrastinate_jobs.id = potential_job.id
		RETURNING procrastinate_jobs.* INTO found_jobs;

	RETURN found_jobs;
END;
$$;
-- re-create the procrastinate_trigger_status_events_insert trigger
DROP TRIGGER procrastinate_trigger_status_events_insert on procrastinate_jobs;
CREATE TRIGGER procrastinate_trigger_status_events_insert
    AFTER INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.status = 'todo'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_trigger_status_events_procedure_insert();
-- add a queueing_lock column to the procrastinate_jobs table
ALTER TABLE procrastinate_jobs ADD COLUMN queueing_lock text;
CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx ON procrastinate_jobs (queueing_lock) WHERE status = 'todo';
DROP TABLE IF EXISTS procrastinate_job_locks;

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx ON procrastinate_jobs (lock) WHERE status = 'doing';

CREATE OR REPLACE FUNCTION procrastinate_fetch_job(target_queue_names character varying[]) RETURNS procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS earlier_jobs
                        WHERE earlier_jobs.lock = jobs.lock
                            AND earlier_jobs.status IN ('todo', 'doing')
                            AND earlier_jobs.id < jobs.id)
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing'
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

	RETURN found_jobs;
END;
$$;

CREATE OR REPLACE FUNCTION procrastinate_finish_job(job_id integer, end_status procrastinate_job_status, next_scheduled_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_jobs
    SET status = end_status,
        attempts = attempts + 1,
        scheduled_at = COALESCE(next_scheduled_at, scheduled_at)
    WHERE id = job_id;
END;
$$;
CREATE OR REPLACE FUNCTION procrastinate_defer_job(queue_name character varying, task_name character varying, lock text, queueing_lock text, args json, scheduled_at timestamp with time zone) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	job_id bigint;
BEGIN
    INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, scheduled_at)
    VALUES (queue_name, task_name, lock, queueing_lock, args, scheduled_at)
    RETURNING id INTO job_id;

    RETURN job_id;
END;
$$;
CREATE TABLE procrastinate_periodic_defers (
    id bigserial PRIMARY KEY,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint REFERENCES procrastinate_jobs(id) NULL,
    UNIQUE (task_name, defer_timestamp)
);
-- When parameters change, function must be dropped.
DROP FUNCTION IF EXISTS procrastinate_defer_job;
CREATE FUNCTION procrastinate_defer_job(
    queue_name character varying,
    task_name character varying,
    lock text,
    queueing_lock text,
    args jsonb,
    scheduled_at timestamp with time zone
) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	job_id bigint;
BEGIN
    INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, scheduled_at)
    VALUES (queue_name, task_name, lock, queueing_lock, args, scheduled_at)
    RETURNING id INTO job_id;

    RETURN job_id;
END;
$$;

DROP FUNCTION IF EXISTS procrastinate_defer_periodic_job;
CREATE FUNCTION procrastinate_defer_periodic_job(
    _queue_name character varying,
    _task_name character varying,
    _defer_timestamp bigint
) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN

    INSERT
        INTO procrastinate_periodic_defers (task_name, defer_timestamp)
        VALUES (_task_name, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = procrastinate_defer_job(
                _queue_name,
                _task_name,
                NULL,
                NULL,
                ('{"timestamp": ' || _defer_timestamp || '}')::jsonb,
                NULL
            )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        WHERE
            _job_id IS NOT NULL
            AND procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp;

    RETURN _job_id;
END;
$$;
CREATE INDEX procrastinate_periodic_defers_job_id_fkey ON procrastinate_periodic_defers(job_id);
ALTER TABLE procrastinate_periodic_defers
    ADD COLUMN queue_name character varying(128) NOT NULL DEFAULT 'undefined';

ALTER TABLE procrastinate_periodic_defers
    ALTER COLUMN queue_name DROP DEFAULT;

ALTER TABLE procrastinate_periodic_defers
    DROP CONSTRAINT procrastinate_periodic_defers_task_name_defer_timestamp_key;

ALTER TABLE procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, queue_name, defer_timestamp);

DROP FUNCTION IF EXISTS procrastinate_defer_periodic_job;
CREATE FUNCTION procrastinate_defer_periodic_job(
    _queue_name character varying,
    _lock character varying,
    _queueing_lock character varying,
    _task_name character varying,
    _defer_timestamp bigint
) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN

    INSERT
        INTO procrastinate_periodic_defers (task_name, queue_name, defer_timestamp)
        VALUES (_task_name, _queue_name, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = procrastinate_defer_job(
                _queue_name,
                _task_name,
                _lock,
                _queueing_lock,
                ('{"timestamp": ' || _defer_timestamp || '}')::jsonb,
                NULL
            )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        WHERE
            _job_id IS NOT NULL
            AND procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp;

    RETURN _job_id;
END;
$$;
DROP FUNCTION IF EXISTS procrastinate_defer_periodic_job;
CREATE FUNCTION procrastinate_defer_periodic_job(
    _queue_name character varying,
    _lock character varying,
    _queueing_lock character varying,
    _task_name character varying,
    _defer_timestamp bigint
) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN

    INSERT
        INTO procrastinate_periodic_defers (task_name, queue_name, defer_timestamp)
        VALUES (_task_name, _queue_name, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = procrastinate_defer_job(
                _queue_name,
                _task_name,
                _lock,
                _queueing_lock,
                ('{"timestamp": ' || _defer_timestamp || '}')::jsonb,
                NULL
            )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.queue_name = _queue_name
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;
CREATE FUNCTION procrastinate_finish_job(job_id integer, end_status procrastinate_job_status) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_jobs
    SET status = end_status,
        attempts = attempts + 1
    WHERE id = job_id;
END;
$$;

CREATE FUNCTION procrastinate_retry_job(job_id integer, retry_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_jobs
    SET status = 'todo',
        attempts = attempts + 1,
        scheduled_at = retry_at
    WHERE id = job_id;
END;
$$;
CREATE FUNCTION procrastinate_unlink_periodic_defers() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;

CREATE TRIGGER procrastinate_trigger_delete_jobs
    BEFORE DELETE ON procrastinate_jobs
    FOR EACH ROW EXECUTE PROCEDURE procrastinate_unlink_periodic_defers();
CREATE FUNCTION procrastinate_finish_job(job_id integer, end_status procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs WHERE id = job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            attempts = attempts + 1
        WHERE id = job_id;
    END IF;
END;
$$;
CREATE OR REPLACE FUNCTION procrastinate_finish_job(job_id integer, end_status procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed') THEN
        RAISE 'End status should be either "succeeded" or "failed" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            attempts =
                CASE
                    WHEN status = 'doing' THEN attempts + 1
                    ELSE attempts
                END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE OR REPLACE FUNCTION procrastinate_retry_job(job_id integer, retry_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    UPDATE procrastinate_jobs
    SET status = 'todo',
        attempts = attempts + 1,
        scheduled_at = retry_at
    WHERE id = job_id AND status = 'doing'
    RETURNING id INTO _job_id;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;
DROP FUNCTION IF EXISTS procrastinate_finish_job(integer, procrastinate_job_status, boolean);

CREATE FUNCTION procrastinate_finish_job(job_id integer, end_status procrastinate_job_status, next_scheduled_at timestamp with time zone, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed') THEN
        RAISE 'End status should be either "succeeded" or "failed" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            attempts =
                CASE
                    WHEN status = 'doing' THEN attempts + 1
                    ELSE attempts
                END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE INDEX IF NOT EXISTS procrastinate_jobs_id_lock_idx ON procrastinate_jobs (id, lock) WHERE status = ANY (ARRAY['todo'::procrastinate_job_status, 'doing'::procrastinate_job_status]);
ALTER TABLE "procrastinate_periodic_defers"
    ADD COLUMN IF NOT EXISTS "periodic_id" character varying(128) NOT NULL DEFAULT '';

-- Column kept for backwards compatibility, will be removed in the future.
ALTER TABLE "procrastinate_periodic_defers"
    ALTER COLUMN "queue_name" DROP NOT NULL;

ALTER TABLE "procrastinate_periodic_defers"
    DROP CONSTRAINT IF EXISTS procrastinate_periodic_defers_unique;

ALTER TABLE "procrastinate_periodic_defers"
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE ("task_name", "periodic_id", "defer_timestamp");

CREATE FUNCTION procrastinate_defer_periodic_job(
    _queue_name character varying,
    _lock character varying,
    _queueing_lock character varying,
    _task_name character varying,
    _periodic_id character varying,
    _defer_timestamp bigint,
    _args jsonb
) RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN

    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = procrastinate_defer_job(
                _queue_name,
                _task_name,
                _lock,
                _queueing_lock,
                _args,
                NULL
            )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;
DROP FUNCTION IF EXISTS procrastinate_fetch_job(target_queue_names character varying[]);

CREATE FUNCTION procrastinate_fetch_job(target_queue_names character varying[]) RETURNS procrastinate_jobs
    LANGUAGE plpgsql
AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS earlier_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND earlier_jobs.lock = jobs.lock
                            AND earlier_jobs.status IN ('todo', 'doing')
                            AND earlier_jobs.id < jobs.id)
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing'
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

	RETURN found_jobs;
END;
$$;
-- remove old procrastinate_finish_job functions

-- https://github.com/procrastinate-org/procrastinate/pull/336
DROP FUNCTION IF EXISTS procrastinate_finish_job(integer, procrastinate_job_status, timestamp with time zone);

-- https://github.com/procrastinate-org/procrastinate/pull/354
DROP FUNCTION IF EXISTS procrastinate_finish_job(integer, procrastinate_job_status);

-- https://github.com/procrastinate-org/procrastinate/pull/381
CREATE OR REPLACE FUNCTION procrastinate_finish_job(job_id integer, end_status procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed') THEN
        RAISE 'End status should be either "succeeded" or "failed" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            attempts =
                CASE
                    WHEN status = 'doing' THEN attempts + 1
                    ELSE attempts
                END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

-- https://github.com/procrastinate-org/procrastinate/pull/471
DROP FUNCTION IF EXISTS procrastinate_defer_periodic_job(character varying, character varying, character varying, character varying, bigint);

ALTER TABLE procrastinate_periodic_defers DROP COLUMN "queue_name";
ALTER TABLE procrastinate_events ALTER COLUMN "job_id" TYPE bigint;

DROP FUNCTION IF EXISTS procrastinate_finish_job(integer, procrastinate_job_status, boolean);
CREATE OR REPLACE FUNCTION procrastinate_finish_job(job_id bigint, end_status procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed') THEN
        RAISE 'End status should be either "succeeded" or "failed" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            attempts =
                CASE
                    WHEN status = 'doing' THEN attempts + 1
                    ELSE attempts
                END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

DROP FUNCTION IF EXISTS procrastinate_retry_job(integer, timestamp with time zone);
CREATE OR REPLACE FUNCTION procrastinate_retry_job(job_id bigint, retry_at timestamp with time zone)
    RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    UPDATE procrastinate_jobs
    SET status = 'todo',
        attempts = attempts + 1,
        scheduled_at = retry_at
    WHERE id = job_id AND status = 'doing'
    RETURNING id INTO _job_id;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;
ALTER TABLE procrastinate_jobs ADD COLUMN priority integer DEFAULT 0 NOT NULL;

CREATE OR REPLACE FUNCTION procrastinate_defer_job(
    queue_name character varying,
    task_name character varying,
    priority integer,
    lock text,
    queueing_lock text,
    args jsonb,
    scheduled_at timestamp with time zone
)
    RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
	job_id bigint;
BEGIN
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
    VALUES (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
    RETURNING id INTO job_id;

    RETURN job_id;
END;
$$;

DROP FUNCTION IF EXISTS procrastinate_defer_periodic_job(character varying, character varying, character varying, character varying, character varying, bigint, jsonb);
CREATE OR REPLACE FUNCTION procrastinate_defer_periodic_job(
    _queue_name character varying,
    _lock character varying,
    _queueing_lock character varying,
    _task_name character varying,
    _periodic_id character varying,
    _defer_timestamp bigint,
    _args jsonb
)
    RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN

    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = procrastinate_defer_job(
                _queue_name,
                _task_name,
                0,
                _lock,
                _queueing_lock,
                _args,
                NULL
            )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;

DROP FUNCTION IF EXISTS procrastinate_fetch_job(character varying[]);
CREATE OR REPLACE FUNCTION procrastinate_fetch_job(
    target_queue_names character varying[]
)
    RETURNS procrastinate_jobs
    LANGUAGE plpgsql
AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS earlier_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND earlier_jobs.lock = jobs.lock
                            AND earlier_jobs.status IN ('todo', 'doing')
                            AND earlier_jobs.id < jobs.id)
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing'
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

	RETURN found_jobs;
END;
$$;
CREATE OR REPLACE FUNCTION procrastinate_defer_periodic_job(
    _queue_name character varying,
    _lock character varying,
    _queueing_lock character varying,
    _task_name character varying,
    _priority integer,
    _periodic_id character varying,
    _defer_timestamp bigint,
    _args jsonb
)
    RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN

    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = procrastinate_defer_job(
                _queue_name,
                _task_name,
                _priority,
                _lock,
                _queueing_lock,
                _args,
                NULL
            )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;
ALTER TYPE procrastinate_job_status ADD VALUE 'cancelled';
ALTER TYPE procrastinate_job_status ADD VALUE 'aborting';
ALTER TYPE procrastinate_job_status ADD VALUE 'aborted';

ALTER TYPE procrastinate_job_event_type ADD VALUE 'abort_requested' BEFORE 'scheduled';
ALTER TYPE procrastinate_job_event_type ADD VALUE 'aborted' BEFORE 'scheduled';

CREATE FUNCTION procrastinate_cancel_job(job_id bigint, abort boolean, delete_job boolean)
    RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET status = CASE status
                WHEN 'todo' THEN 'cancelled'::procrastinate_job_status
                WHEN 'doing' THEN 'aborting'::procrastinate_job_status
            END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;

CREATE OR REPLACE FUNCTION procrastinate_fetch_job(
    target_queue_names character varying[]
)
    RETURNS procrastinate_jobs
    LANGUAGE plpgsql
AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS earlier_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND earlier_jobs.lock = jobs.lock
                            AND earlier_jobs.status IN ('todo', 'doing', 'aborting')
                            AND earlier_jobs.id < jobs.id)
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing'
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

	RETURN found_jobs;
END;
$$;

CREATE OR REPLACE FUNCTION procrastinate_finish_job(job_id bigint, end_status procrastinate_job_status, delete_job boolean)
    RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing', 'aborting')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            attempts =
                CASE
                    WHEN status = 'doing' THEN attempts + 1
                    ELSE attempts
                END
        WHERE id = job_id AND status IN ('todo', 'doing', 'aborting')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing", "todo" or "aborting" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE OR REPLACE FUNCTION procrastinate_trigger_status_events_procedure_update()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborting'::procrastinate_job_status
                THEN 'abort_requested'::procrastinate_job_event_type
            WHEN (
                    OLD.status = 'doing'::procrastinate_job_status
                    OR OLD.status = 'aborting'::procrastinate_job_status
                )
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;
CREATE OR REPLACE FUNCTION procrastinate_retry_job(
    job_id bigint,
    retry_at timestamp with time zone,
    new_priority integer,
    new_queue_name character varying,
    new_lock character varying
)
    RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    UPDATE procrastinate_jobs
    SET status = 'todo',
        attempts = attempts + 1,
        scheduled_at = retry_at,
        priority = COALESCE(new_priority, priority),
        queue_name = COALESCE(new_queue_name, queue_name),
        lock = COALESCE(new_lock, lock)
    WHERE id = job_id AND status = 'doing'
    RETURNING id INTO _job_id;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;
-- recreate procrastinate_jobs_id_lock_idx index by adding aborting status to the filter so that it can be used by the fetch job function
CREATE INDEX procrastinate_jobs_id_lock_idx_temp ON procrastinate_jobs (id, lock) WHERE status = ANY (ARRAY['todo'::procrastinate_job_status, 'doing'::procrastinate_job_status, 'aborting'::procrastinate_job_status]);
DROP INDEX procrastinate_jobs_id_lock_idx;
ALTER INDEX procrastinate_jobs_id_lock_idx_temp RENAME TO procrastinate_jobs_id_lock_idx;

-- add index to avoid seq scan of outer query in the fetch job function
CREATE INDEX procrastinate_jobs_priority_idx ON procrastinate_jobs(priority desc, id asc) WHERE (status = 'todo'::procrastinate_job_status);
-- Note: starting with v3, there are 2 changes in the migration system:
-- - We now have pre- and post-migration scripts. pre-migrations are safe to
--   apply before upgrading the code. post-migrations are safe to apply after
--   upgrading he code.
--   This is a pre-migration script.
-- - Whenever we recreate an immutable object (function, trigger, indexes), we
--   will suffix its name with a version number.

-- Add an 'abort_requested' column to the procrastinate_jobs table
ALTER TABLE procrastinate_jobs ADD COLUMN abort_requested boolean DEFAULT false NOT NULL;

-- Set abort requested flag on all jobs with 'aborting' status
UPDATE procrastinate_jobs SET abort_requested = true WHERE status = 'aborting';

-- Add temporary triggers to sync the abort_requested flag with the status
-- so that blue-green deployments can work
CREATE OR REPLACE FUNCTION procrastinate_sync_abort_requested_with_status_temp()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.status = 'aborting' THEN
        NEW.abort_requested = true;
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER procrastinate_trigger_sync_abort_requested_with_status_temp
    BEFORE UPDATE OF status ON procrastinate_jobs
    FOR EACH ROW
    EXECUTE FUNCTION procrastinate_sync_abort_requested_with_status_temp();

-- Create the new versioned functions

CREATE FUNCTION procrastinate_defer_job_v1(
    queue_name character varying,
    task_name character varying,
    priority integer,
    lock text,
    queueing_lock text,
    args jsonb,
    scheduled_at timestamp with time zone
)
    RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
	job_id bigint;
BEGIN
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
    VALUES (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
    RETURNING id INTO job_id;

    RETURN job_id;
END;
$$;

CREATE FUNCTION procrastinate_defer_periodic_job_v1(
    _queue_name character varying,
    _lock character varying,
    _queueing_lock character varying,
    _task_name character varying,
    _priority integer,
    _periodic_id character varying,
    _defer_timestamp bigint,
    _args jsonb
)
    RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN

    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = procrastinate_defer_job_v1(
                _queue_name,
                _task_name,
                _priority,
                _lock,
                _queueing_lock,
                _args,
                NULL
            )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;

CREATE FUNCTION procrastinate_fetch_job_v1(
    target_queue_names character varying[]
)
    RETURNS procrastinate_jobs
    LANGUAGE plpgsql
AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS earlier_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND earlier_jobs.lock = jobs.lock
                            AND earlier_jobs.status IN ('todo', 'doing')
                            AND earlier_jobs.id < jobs.id)
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing'
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

	RETURN found_jobs;
END;
$$;

CREATE FUNCTION procrastinate_finish_job_v1(job_id bigint, end_status procrastinate_job_status, delete_job boolean)
    RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean)
    RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;

-- The retry_job function now has specific behaviour when a job is set to be
-- retried while it's aborting: in that case it's marked as failed.
CREATE FUNCTION procrastinate_retry_job_v1(
    job_id bigint,
    retry_at timestamp with time zone,
    new_priority integer,
    new_queue_name character varying,
    new_lock character varying
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;

-- Create new versioned trigger functions and triggers

CREATE FUNCTION procrastinate_notify_queue_job_inserted_v1()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_temp
    AFTER INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.status = 'todo'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_notify_queue_job_inserted_v1();

CREATE FUNCTION procrastinate_notify_queue_abort_job_v1()
RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_temp
    AFTER UPDATE OF abort_requested ON procrastinate_jobs
    FOR EACH ROW WHEN ((old.abort_requested = false AND new.abort_requested = true AND new.status = 'doing'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_notify_queue_abort_job_v1();
-- These are old versions of functions, that we needed to keep around for
-- backwards compatibility. We can now safely drop them.
DROP FUNCTION IF EXISTS procrastinate_finish_job(
    integer,
    procrastinate_job_status,
    timestamp with time zone,
    boolean
);
DROP FUNCTION IF EXISTS procrastinate_defer_job(
    character varying,
    character varying,
    text,
    text,
    jsonb,
    timestamp with time zone
);
DROP FUNCTION IF EXISTS procrastinate_defer_periodic_job(
    character varying,
    character varying,
    character varying,
    character varying,
    character varying,
    bigint,
    jsonb
);
DROP FUNCTION IF EXISTS procrastinate_retry_job(
    bigint,
    timestamp with time zone
);
DROP FUNCTION IF EXISTS procrastinate_retry_job(
    bigint,
    timestamp with time zone,
    integer,
    character varying,
    character varying
);

-- Remove all traces of the "aborting" status
-- Last sanity update in case the trigger didn't work 100% of the time
UPDATE procrastinate_jobs SET abort_requested = true WHERE status = 'aborting';

-- Delete the indexes that depend on the old status and enum type
DROP INDEX IF EXISTS procrastinate_jobs_queueing_lock_idx;
DROP INDEX IF EXISTS procrastinate_jobs_lock_idx;
DROP INDEX IF EXISTS procrastinate_jobs_id_lock_idx;

-- Delete the unversioned triggers
DROP TRIGGER IF EXISTS procrastinate_trigger_status_events_update ON procrastinate_jobs;
DROP TRIGGER IF EXISTS procrastinate_trigger_status_events_insert ON procrastinate_jobs;
DROP TRIGGER IF EXISTS procrastinate_trigger_scheduled_events ON procrastinate_jobs;
DROP TRIGGER IF EXISTS procrastinate_trigger_status_events_update ON procrastinate_jobs;
DROP TRIGGER IF EXISTS procrastinate_jobs_notify_queue ON procrastinate_jobs;

-- Delete the unversioned functions
DROP FUNCTION IF EXISTS procrastinate_defer_job;
DROP FUNCTION IF EXISTS procrastinate_defer_periodic_job;
DROP FUNCTION IF EXISTS procrastinate_fetch_job;
DROP FUNCTION IF EXISTS procrastinate_finish_job(bigint, procrastinate_job_status, boolean);
DROP FUNCTION IF EXISTS procrastinate_cancel_job;
DROP FUNCTION IF EXISTS procrastinate_trigger_status_events_procedure_update;
DROP FUNCTION IF EXISTS procrastinate_finish_job(integer, procrastinate_job_status, timestamp with time zone, boolean);
DROP FUNCTION IF EXISTS procrastinate_notify_queue;

-- Delete the functions that depend on the old event type
DROP FUNCTION IF EXISTS procrastinate_trigger_status_events_procedure_insert;
DROP FUNCTION IF EXISTS procrastinate_trigger_scheduled_events_procedure;

-- Delete temporary triggers and functions
DROP TRIGGER IF EXISTS procrastinate_jobs_notify_queue_job_inserted_temp ON procrastinate_jobs;
DROP TRIGGER IF EXISTS procrastinate_jobs_notify_queue_job_aborted_temp ON procrastinate_jobs;
DROP TRIGGER IF EXISTS procrastinate_trigger_sync_abort_requested_with_status_temp ON procrastinate_jobs;
DROP FUNCTION IF EXISTS procrastinate_sync_abort_requested_with_status_temp;

-- Alter the table to not use the 'aborting' status anymore
ALTER TABLE procrastinate_jobs
ALTER COLUMN status TYPE procrastinate_job_status
USING (
    CASE status::text
        WHEN 'aborting' THEN 'doing'::procrastinate_job_status
        ELSE status::procrastinate_job_status
    END
);

-- Recreate the dropped temporary triggers
CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1
    AFTER INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.status = 'todo'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_notify_queue_job_inserted_v1();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1
    AFTER UPDATE OF abort_requested ON procrastinate_jobs
    FOR EACH ROW WHEN ((old.abort_requested = false AND new.abort_requested = true AND new.status = 'doing'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_notify_queue_abort_job_v1();

-- Recreate the dropped indexes (with version suffix)
CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON procrastinate_jobs (queueing_lock) WHERE status = 'todo';
CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON procrastinate_jobs (lock) WHERE status = 'doing';
CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON procrastinate_jobs (id, lock) WHERE status = ANY (ARRAY['todo'::procrastinate_job_status, 'doing'::procrastinate_job_status]);

-- Rename existing indexes
ALTER INDEX procrastinate_jobs_queue_name_idx RENAME TO procrastinate_jobs_queue_name_idx_v1;
ALTER INDEX procrastinate_events_job_id_fkey  RENAME TO procrastinate_events_job_id_fkey_v1;
ALTER INDEX procrastinate_periodic_defers_job_id_fkey RENAME TO procrastinate_periodic_defers_job_id_fkey_v1;
ALTER INDEX procrastinate_jobs_priority_idx RENAME TO procrastinate_jobs_priority_idx_v1;

-- Recreate or rename the other triggers & their associated functions

CREATE FUNCTION procrastinate_trigger_function_status_events_insert_v1()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1
    AFTER INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.status = 'todo'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_trigger_function_status_events_insert_v1();

CREATE FUNCTION procrastinate_trigger_function_status_events_update_v1()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;

CREATE TRIGGER procrastinate_trigger_status_events_update_v1
    AFTER UPDATE OF status ON procrastinate_jobs
    FOR EACH ROW
    EXECUTE PROCEDURE procrastinate_trigger_function_status_events_update_v1();

CREATE FUNCTION procrastinate_trigger_function_scheduled_events_v1()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1
    AFTER UPDATE OR INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.scheduled_at IS NOT NULL AND new.status = 'todo'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_trigger_function_scheduled_events_v1();

CREATE FUNCTION procrastinate_trigger_abort_requested_events_procedure_v1()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1
    AFTER UPDATE OF abort_requested ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.abort_requested = true))
    EXECUTE PROCEDURE procrastinate_trigger_abort_requested_events_procedure_v1();

-- Rename remaining functions to use version suffix
ALTER FUNCTION procrastinate_unlink_periodic_defers RENAME TO procrastinate_unlink_periodic_defers_v1;
ALTER TRIGGER procrastinate_trigger_delete_jobs ON procrastinate_jobs RENAME TO procrastinate_trigger_delete_jobs_v1;

-- New constraints
ALTER TABLE procrastinate_jobs ADD CONSTRAINT check_not_todo_abort_requested CHECK (NOT (status = 'todo' AND abort_requested = true));
CREATE TABLE procrastinate_workers(
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    last_heartbeat timestamp with time zone NOT NULL DEFAULT NOW()
);

ALTER TABLE procrastinate_jobs ADD COLUMN worker_id bigint REFERENCES procrastinate_workers(id) ON DELETE SET NULL;

CREATE INDEX idx_procrastinate_jobs_worker_not_null ON procrastinate_jobs(worker_id) WHERE worker_id IS NOT NULL AND status = 'doing'::procrastinate_job_status;

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON procrastinate_workers(last_heartbeat);

CREATE FUNCTION procrastinate_fetch_job_v2(
    target_queue_names character varying[],
    p_worker_id bigint
)
    RETURNS procrastinate_jobs
    LANGUAGE plpgsql
AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS earlier_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND earlier_jobs.lock = jobs.lock
                            AND earlier_jobs.status IN ('todo', 'doing')
                            AND earlier_jobs.id < jobs.id)
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

	RETURN found_jobs;
END;
$$;

CREATE FUNCTION procrastinate_register_worker_v1()
    RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION procrastinate_unregister_worker_v1(worker_id bigint)
    RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION procrastinate_update_heartbeat_v1(worker_id bigint)
    RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat float)
    RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;
DROP FUNCTION IF EXISTS procrastinate_fetch_job_v1(character varying[]);
CREATE TYPE procrastinate_job_to_defer_v1 AS (
    queue_name character varying,
    task_name character varying,
    priority integer,
    lock text,
    queueing_lock text,
    args jsonb,
    scheduled_at timestamp with time zone
);

CREATE FUNCTION procrastinate_defer_jobs_v1(
    jobs procrastinate_job_to_defer_v1[]
)
    RETURNS bigint[]
    LANGUAGE plpgsql
AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;

CREATE FUNCTION procrastinate_defer_periodic_job_v2(
    _queue_name character varying,
    _lock character varying,
    _queueing_lock character varying,
    _task_name character varying,
    _priority integer,
    _periodic_id character varying,
    _defer_timestamp bigint,
    _args jsonb
)
    RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;
DROP FUNCTION IF EXISTS procrastinate_defer_job_v1;
DROP FUNCTION IF EXISTS procrastinate_defer_periodic_job_v1;
-- Migration: Update procrastinate_fetch_job_v2 to consider priority before job id for locked jobs
DROP FUNCTION IF EXISTS procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint);

CREATE FUNCTION procrastinate_fetch_job_v2(
    target_queue_names character varying[],
    p_worker_id bigint
)
    RETURNS procrastinate_jobs
    LANGUAGE plpgsql
AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;
-- Append new event type to reflect transition from failed -> todo
ALTER TYPE procrastinate_job_event_type ADD VALUE 'retried' AFTER 'scheduled';

-- Procedure to retry failed jobs
CREATE FUNCTION procrastinate_retry_job_v2(
    job_id bigint,
    retry_at timestamp with time zone,
    new_priority integer,
    new_queue_name character varying,
    new_lock character varying
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;
DROP TRIGGER IF EXISTS procrastinate_trigger_status_events_update_v1 ON procrastinate_jobs;
DROP FUNCTION IF EXISTS procrastinate_trigger_function_status_events_update_v1;

CREATE FUNCTION procrastinate_trigger_function_status_events_update_v1()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$function$;

CREATE TRIGGER procrastinate_trigger_status_events_update_v1
    AFTER UPDATE OF status ON procrastinate_jobs
    FOR EACH ROW
    EXECUTE PROCEDURE procrastinate_trigger_function_status_events_update_v1();
CREATE TABLE "registers_lookup" ("id" uuid NOT NULL PRIMARY KEY, "register" varchar(20) NOT NULL, "number_index" varchar(64) NOT NULL, "reference" varchar(64) NOT NULL, "purpose" varchar(60) NOT NULL, "outcome" varchar(12) NOT NULL, "answer" bytea NOT NULL, "asked_at" timestamp with time zone NOT NULL, "actor_kind" varchar(10) NOT NULL, "actor_id" uuid NULL, "municipality_id" uuid NOT NULL);
ALTER TABLE "registers_lookup" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "registers_lookup" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "registers_lookup"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "registers_lookup" ADD CONSTRAINT registers_lookup_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "registers_lookup" ADD CONSTRAINT "registers_lookup_municipality_id_53b4beba_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "registers_l_municip_bb514f_idx" ON "registers_lookup" ("municipality_id", "reference", "number_index", "asked_at");
CREATE INDEX "registers_l_municip_602a90_idx" ON "registers_lookup" ("municipality_id", "number_index", "asked_at");
ALTER TABLE "registers_lookup" ADD COLUMN "legal_basis" varchar(200) DEFAULT '' NOT NULL;
ALTER TABLE "registers_lookup" ALTER COLUMN "legal_basis" DROP DEFAULT;
ALTER TABLE "registers_lookup" ADD COLUMN "source" varchar(40) DEFAULT '' NOT NULL;
ALTER TABLE "registers_lookup" ALTER COLUMN "source" DROP DEFAULT;
ALTER TABLE "registers_lookup" ADD COLUMN "title" varchar(80) DEFAULT '' NOT NULL;
ALTER TABLE "registers_lookup" ALTER COLUMN "title" DROP DEFAULT;
CREATE TABLE "registers_source" ("id" uuid NOT NULL PRIMARY KEY, "name" varchar(40) NOT NULL, "version" integer NOT NULL CHECK ("version" >= 0), "title" varchar(80) NOT NULL, "address" varchar(500) NOT NULL, "purpose" varchar(60) NOT NULL, "legal_basis" varchar(200) NOT NULL, "access" varchar(10) NOT NULL, "user" varchar(200) NOT NULL, "secret" bytea NOT NULL, "token_url" varchar(500) NOT NULL, "scope" varchar(200) NOT NULL, "fields" jsonb NOT NULL, "is_active" boolean NOT NULL, "made_at" timestamp with time zone NOT NULL, "made_by" uuid NULL, "municipality_id" uuid NOT NULL, CONSTRAINT "one_source_version" UNIQUE ("municipality_id", "name", "version"));
ALTER TABLE "registers_source" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "registers_source" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "registers_source"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "registers_source" ADD CONSTRAINT registers_source_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "registers_source" ADD CONSTRAINT "registers_source_municipality_id_abbab046_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "registers_lookup" ADD COLUMN "stated" varchar(300) DEFAULT '' NOT NULL;
ALTER TABLE "registers_lookup" ALTER COLUMN "stated" DROP DEFAULT;
ALTER TABLE "registers_lookup" ADD COLUMN "told_to_others" boolean DEFAULT false NOT NULL;
ALTER TABLE "registers_lookup" ALTER COLUMN "told_to_others" DROP DEFAULT;
ALTER TABLE "registers_lookup" ALTER COLUMN "legal_basis" TYPE varchar(300);
CREATE INDEX "rooms_in_own_space" ON "signing_room" ("municipality_id", "unit_id", "invited_at", "id") WHERE ("invited_at" IS NOT NULL AND "mode" = 'own_space_until_signed' AND "state" = 'open');
CREATE TABLE "webhooks_webhook" ("id" uuid NOT NULL PRIMARY KEY, "url" varchar(300) NOT NULL, "secret" bytea NOT NULL, "events" jsonb NOT NULL, "cursor_at" timestamp with time zone NOT NULL, "cursor_id" uuid NOT NULL, "failing_since" timestamp with time zone NULL, "stopped_at" timestamp with time zone NULL, "stopped_because" varchar(120) NOT NULL, "created_at" timestamp with time zone NOT NULL, "client_id" uuid NOT NULL, "municipality_id" uuid NOT NULL);
CREATE TABLE "webhooks_webhookcall" ("id" uuid NOT NULL PRIMARY KEY, "event_id" uuid NOT NULL, "event" varchar(60) NOT NULL, "reference" varchar(30) NOT NULL, "happened_at" timestamp with time zone NOT NULL, "state" varchar(10) NOT NULL, "attempts" smallint NOT NULL CHECK ("attempts" >= 0), "round" smallint NOT NULL CHECK ("round" >= 0), "problem" varchar(120) NOT NULL, "created_at" timestamp with time zone NOT NULL, "ended_at" timestamp with time zone NULL, "municipality_id" uuid NOT NULL, "webhook_id" uuid NOT NULL);
CREATE INDEX "webhooks_we_municip_223b5d_idx" ON "webhooks_webhook" ("municipality_id", "client_id");
CREATE INDEX "webhooks_we_municip_a59d61_idx" ON "webhooks_webhookcall" ("municipality_id", "webhook_id", "happened_at" DESC);
ALTER TABLE "webhooks_webhookcall" ADD CONSTRAINT "one_call_per_event" UNIQUE ("municipality_id", "webhook_id", "event_id");
ALTER TABLE "webhooks_webhook" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "webhooks_webhook" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "webhooks_webhook"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "webhooks_webhook" ADD CONSTRAINT webhooks_webhook_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "webhooks_webhookcall" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "webhooks_webhookcall" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON "webhooks_webhookcall"
    USING (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('samtjanst.municipality', true), '')::uuid);
ALTER TABLE "webhooks_webhookcall" ADD CONSTRAINT webhooks_webhookcall_tenant_key UNIQUE (municipality_id, id);
ALTER TABLE "webhooks_webhook" ADD CONSTRAINT webhooks_webhook_client_id_same_tenant
    FOREIGN KEY (municipality_id, client_id) REFERENCES "people_apiclient" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "webhooks_webhookcall" ADD CONSTRAINT webhooks_webhookcall_webhook_id_same_tenant
    FOREIGN KEY (municipality_id, webhook_id) REFERENCES "webhooks_webhook" (municipality_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "webhooks_webhook" ADD CONSTRAINT "webhooks_webhook_municipality_id_347403d2_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "webhooks_webhook_client_id_f461db16" ON "webhooks_webhook" ("client_id");
ALTER TABLE "webhooks_webhookcall" ADD CONSTRAINT "webhooks_webhookcall_municipality_id_2a6aa19f_fk_tenancy_m" FOREIGN KEY ("municipality_id") REFERENCES "tenancy_municipality" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "webhooks_webhookcall_webhook_id_3935da3c" ON "webhooks_webhookcall" ("webhook_id");
